"""Which addresses are public: every denied network at both ends, and its neighbours."""

from ipaddress import IPv4Network, IPv6Network, ip_network

import pytest

from scraping.addresses import _DENIED_V4, _DENIED_V6, is_public

DENIED = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "::/96", "::1/128", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32",
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "5f00::/16", "fc00::/7", "fe80::/10",
    "fec0::/10", "ff00::/8",
]  # fmt: skip


def covers(outer: IPv4Network | IPv6Network, inner: IPv4Network | IPv6Network) -> bool:
    return outer.version == inner.version and inner.broadcast_address in outer and inner.network_address in outer


@pytest.mark.parametrize("network", DENIED)
def test_a_network_is_denied_from_its_first_to_its_last_address(network: str) -> None:
    addresses = ip_network(network)
    middle = addresses[addresses.num_addresses // 2]
    assert [is_public(str(address)) for address in (addresses[0], middle, addresses[-1])] == [False] * 3


def test_our_own_list_is_enough_without_the_rules_of_the_library() -> None:
    """Those decide besides, but they change with versions of Python."""
    inside = [ip_network(text) for text in DENIED]
    missing = [network for network in inside if not any(covers(denied, network) for denied in _DENIED_V4 + _DENIED_V6)]
    assert [str(network) for network in missing] == ["::ffff:0:0:0/96", "100::/64", "4000::/2", "5f00::/16"]
    assert not any(covers(ip_network("2000::/3"), network) for network in missing)  # all else is denied as a whole


@pytest.mark.parametrize(
    "address",
    [
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
        "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
        "2000::1", "2001:200::", "2001:db7:ffff::", "2001:db9::", "2003::", "2606:4700::1", "3ffe::1",
    ],
)  # fmt: skip
def test_their_neighbours_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "text", ["", "localhost", "1.2.3", "01.2.3.4", "16909060", "1.2.3.4/32", " 1.2.3.4", "2606:4700::1%eth0", "[::1]"]
)
def test_what_is_not_an_address_in_its_plain_form_is_not_public(text: str) -> None:
    assert not is_public(text)
