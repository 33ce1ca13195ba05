#!/usr/bin/env python3
"""Verifies a log in a directory of static files.

    read_tiles.py DIRECTORY VKEY

Implements c2sp.org/tlog-tiles, c2sp.org/tlog-checkpoint, c2sp.org/signed-note, RFC 6962 and
RFC 8032 with the Python standard library, and shares no code with Stella Attestor. It verifies the
signature of the checkpoint, hashes every entry, compares every hash of every tile with the one
below it, and computes the root. It prints "ORIGIN SIZE ROOT", or an error, with exit status 1.
"""

import base64
import hashlib
import os
import sys

FULL = 256


def fail(message):
    sys.exit("read_tiles: " + message)


# RFC 8032, Ed25519: curve and verification

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def point(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P:
        fail("a point that is not on the curve")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_valid(key, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(point(r), times(h, point(key)))
    return (
        s < L
        and (left[0] * right[2] - right[0] * left[2]) % P == 0
        and (left[1] * right[2] - right[1] * left[2]) % P == 0
    )


# signed-note and tlog-checkpoint


def checkpoint(raw, vkey):
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key)
    if key[:1] != b"\x01":
        fail("the key is not Ed25519")
    if hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] != key_id:
        fail("the key ID is not that of the key")
    text, _, lines = raw.partition(b"\n\n")
    text += b"\n"
    for line in lines.decode().splitlines():
        _, by, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if by == name and blob[:4].hex() == key_id:
            if not is_valid(key[1:], text, blob[4:]):
                fail("the signature of the checkpoint does not verify")
            origin, size, root = text.decode().split("\n")[:3]
            return origin, int(size), base64.b64decode(root)
    fail("nobody of this key has signed the checkpoint")


# tlog-tiles and RFC 6962


def path(kind, index, width):
    digits = "%03d" % (index % 1000)
    while index >= 1000:
        index //= 1000
        digits = "x%03d/%s" % (index % 1000, digits)
    return "tile/%s/%s%s" % (kind, digits, "" if width == FULL else ".p/%d" % width)


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes):
    """Of any number of hashes: the largest power of two goes to the left."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node(root_of(hashes[:split]), root_of(hashes[split:]))


def width(hashes, index):
    return min(FULL, hashes - index * FULL)


def read(directory, name):
    try:
        with open(os.path.join(directory, name), "rb") as file:
            return file.read()
    except OSError as e:
        fail("%s: %s" % (name, e.strerror))


def tile(directory, level, index, hashes):
    wide = width(hashes, index)
    raw = read(directory, path(str(level), index, wide))
    if len(raw) != 32 * wide:
        fail("%s has %d bytes" % (path(str(level), index, wide), len(raw)))
    return [raw[at : at + 32] for at in range(0, len(raw), 32)]


def leaf_hashes(directory, index, size):
    name = path("entries", index, width(size, index))
    raw = read(directory, name)
    hashes, at = [], 0
    while at < len(raw):
        end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
        if end > len(raw):
            fail("%s ends within an entry" % name)
        hashes.append(hashlib.sha256(b"\x00" + raw[at + 2 : end]).digest())
        at = end
    return hashes


def main(directory, vkey):
    origin, size, signed = checkpoint(read(directory, "checkpoint"), vkey)
    hashes = [h for i in range((size + FULL - 1) // FULL) for h in leaf_hashes(directory, i, size)]
    leaves = hashes
    level = 0
    while hashes:
        stored = [
            hash
            for i in range((len(hashes) + FULL - 1) // FULL)
            for hash in tile(directory, level, i, len(hashes))
        ]
        if stored != hashes:
            fail("the tiles of level %d are not those over what is below" % level)
        full = len(hashes) // FULL
        hashes = [root_of(hashes[i * FULL : (i + 1) * FULL]) for i in range(full)]
        level += 1
    root = root_of(leaves) if leaves else hashlib.sha256(b"").digest()
    if len(leaves) != size or root != signed:
        fail("the root of the entries is not the one that was signed")
    print(origin, size, base64.b64encode(root).decode())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        fail("usage: read_tiles.py DIRECTORY VKEY")
    main(sys.argv[1], sys.argv[2])
