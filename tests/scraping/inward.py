"""Links and names that try to lead a server inward, in every notation that some resolver or parser understands."""

import re

PUBLIC, PUBLIC_V6 = "1.2.3.4", "2606:4700::6810:1"

_ADDRESSES = """
    127.0.0.1 127.0.0.1. 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7F.0.0.1 0x7f.1 0177.0.0.1 017700000001
    0177.0x0.0.1 00127.0.0.1 127.0.0.01 0 0.0.0.0 0x 00 4294967295 4294967297 127.0.0.256 1.2.3 16909060 0x01020304
    10.0.0.1 10.1 012.0.0.1 167772161 0xa000001 100.64.0.1 100.100.100.200 169.254.169.254 2852039166 0xa9fea9fe
    0251.0376.0251.0376 169.254.43518 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1
    192.168.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
    １２７.０.０.１ ①②⑦.⓪.⓪.① 127。0。0。1 127．0．0．1 ０x7f.0.0.1 %31%32%37.0.0.1 127%2e0%2e0%2e1 127.0.0.1%00.x.y
    [::1]
    [::]
    [0:0:0:0:0:0:0:1] [0000::0001] [::127.0.0.1] [::7f00:1] [::10.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1]
    [::FFFF:A9FE:A9FE] [::ffff:0:127.0.0.1] [::ffff:1.2.3.4] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe]
    [64:ff9b:1::a00:1] [64:ff9b::1.2.3.4] [2001::1] [2001:0:4136:e378:8000:63bf:80ff:fffe] [2001:db8::1] [2001:10::1]
    [2002:7f00:1::] [2002:a9fe:a9fe::1] [2002:0102:0304::1] [3fff::1] [100::1] [5f00::1] [4000::1] [fc00::1]
    [fd00:ec2::254] [fe80::1] [fe80::1%25lo] [fe80::1%lo] [::1%25lo] [2606:4700::1%25lo] [fec0::1] [ff02::1]
    [127.0.0.1] [::1 [::1]x [site.example] [] [:] [v1.x] localhost LOCALHOST localhost. intranet metadata .example
    -.example a..example
""".split()  # noqa: RUF001, SIM905

_LINKS = [
    # whom the credentials, and the characters that parsers disagree on, make the host
    "http://site.example@127.0.0.1/", "http://127.0.0.1@site.example/", "http://user:password@site.example/",
    "http://user@site.example/", "http://@site.example/", "http://site.example%40127.0.0.1/",
    "http://site.example:80@127.0.0.1/", "http://site.example:@127.0.0.1/", "http://127.0.0.1#@site.example/",
    "http://127.0.0.1?@site.example/", "http://127.0.0.1/@site.example/", "http://site.example\\@127.0.0.1/",
    "http://127.0.0.1\\@site.example/", "http:\\\\127.0.0.1\\", "http://127.0.0.1\\.site.example/",
    "http://site.example:80:22/", "http://site.example 127.0.0.1/", "http://127.0.0.1 site.example/",
    # ports
    *(f"http://site.example:{port}/" for port in (0, 1, 22, 25, 81, 444, 5432, 6379, 8000, 8080, 8443, 11211, 65536)),
    "http://site.example:999999/", "http://site.example:+80/", "http://site.example:-1/", "http://site.example:８０/",  # noqa: RUF001
    "http://site.example:0x50/", "https://site.example:8443/", "http://1.2.3.4:8080/", "http://[2606:4700::1]:22/",
    # schemes
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stat", "ldap://127.0.0.1/", "ws://site.example/", "wss://site.example/", "tftp://127.0.0.1/",
    "jar:http://127.0.0.1!/", "data:text/html,x", "javascript:alert(1)", "unix:/run/docker.sock",
    "http+unix://run/docker.sock", "view-source:http://127.0.0.1/", "https+http://127.0.0.1/", "about:blank",
]  # fmt: skip

# Only as they are pasted: as the target of a redirect these are paths of the same site, or cannot be sent.
PASTED = [
    "", " ", "site.example", "127.0.0.1", "//127.0.0.1/", "http:127.0.0.1", "http:/127.0.0.1/", "http:///127.0.0.1/",
    "http://", "http://:80/", "http://?x", "://127.0.0.1/", "http://127.0.0.1\t.site.example/", "ht\ntp://127.0.0.1/",
    "http://site.example\r\nHost: 127.0.0.1/", "http://site.example/\r\nHost: 127.0.0.1", "http://site.example\x00/",
    "http://site.example/\ud800", "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/",
    "http://" + "ä" * 300 + ".example/", "http://\u200d.example/", "http://xn--.example\u0301\u3002/",
    "http://site.example/" + "a" * 4096,
]  # fmt: skip
LINKS = [*(f"http://{address}/" for address in _ADDRESSES), *_LINKS]

_INSIDE = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 127.0.0.1 127.8.8.8 168.63.129.16 169.254.169.254 172.16.0.1
    172.31.0.1 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.0.1 198.51.100.1 203.0.113.1 224.0.0.1
    240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:10.0.0.1 ::ffff:1.2.3.4 ::ffff:0:10.0.0.1 64:ff9b::a00:1
    64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:20::1 2001:db8::1 2002:a00:1::1 3fff::1 4000::1 5f00::1 fc00::1 fd00::1
    fe80::1 fe80::1%lo fec0::1 ff02::1 2606:4700::1%lo
""".split()  # noqa: SIM905
# What each name is answered with. They all have to look the same from outside.
NAMES: dict[str, list[str]] = {
    **{f"at-{re.sub('[^0-9a-z]', '-', address)}-x.inside.example": [address] for address in _INSIDE},
    "first.mixed.example": ["10.0.0.1", PUBLIC],
    "last.mixed.example": [PUBLIC, "10.0.0.1"],
    "v6.mixed.example": [PUBLIC, PUBLIC_V6, "::1"],
    "mapped.mixed.example": [PUBLIC, "::ffff:169.254.169.254"],
    "many.mixed.example": [*(f"1.2.3.{number}" for number in range(200)), "127.0.0.1"],
    "nothing.example": [],
    "garbage.example": ["not-an-address"],
    "short.example": ["127.1"],
}
