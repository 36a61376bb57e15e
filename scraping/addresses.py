"""Which network addresses are public: the only ones that a link may lead to."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Said here and not left to `ipaddress`, whose idea of "global" depends on the version of Python and takes
# translated, tunnelled and mapped addresses for what they are written as, not for where they lead.
_DENIED_V4 = [
    ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' NAT, and metadata of some clouds
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's agent behind a public address
        "169.254.0.0/16",  # link-local, and metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
_DENIED_V6 = [
    ip_network(text)
    for text in (
        "::/96",  # unspecified, loopback, IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of the local network
        "2001::/23",  # Teredo (2001::/32), benchmarks, ORCHID and other assignments
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "fc00::/7",  # unique local
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local
        "ff00::/8",  # multicast
    )
]
_UNICAST_V6 = ip_network("2000::/3")  # all that has ever been given out to networks


def is_public(text: str) -> bool:
    """Whether this is an address, in its plain form and without a zone, that anybody may reach."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_ordinary(address) and not any(address in network for network in _DENIED_V4)
    return (
        address.scope_id is None
        and address in _UNICAST_V6
        and _is_ordinary(address)
        and not any(address in network for network in _DENIED_V6)
    )


def _is_ordinary(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved
