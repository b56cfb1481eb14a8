"""What a host's name says about where it is."""

from ipaddress import IPv4Address, IPv6Address, ip_address


def is_this_machine(host: str) -> bool:
    address = ip_of(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")


def ip_of(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
