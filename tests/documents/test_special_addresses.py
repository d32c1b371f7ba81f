"""Addresses of the registries of IANA for special purposes: none of them is asked for anything."""

from __future__ import annotations

import pytest

from actionlines.documents.fetch import is_public

SPECIAL = (
    "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.0.8",
    "192.0.0.11", "192.0.0.170", "192.0.0.255", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::8.8.8.8",
    "::ffff:10.0.0.1", "64:ff9b:1::1", "64:ff9b::10.0.0.1", "100::1", "100:0:0:1::1", "2001:2::1", "2001:db8::1",
    "2001:10::1", "2002:a00:1::1", "3fff::1", "3fff:fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1",
    "fe80::1%eth0", "fec0::1", "ff02::1",
)  # fmt: skip
PUBLIC = (
    "8.8.8.8", "192.0.0.9", "192.0.0.10", "192.0.1.1", "192.88.98.1", "2001:4860:4860::8888", "2a00:1450::1",
    "64:ff9b::8.8.8.8",
)  # fmt: skip


@pytest.mark.parametrize("address", SPECIAL)
def test_special(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert is_public(address)
