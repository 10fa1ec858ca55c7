"""Reads TensorFlow's checkpoints (version 2), and writes safetensors, with nothing but Python's library.

The index of a checkpoint is a LevelDB table: sorted keys in blocks, each block whole or compressed with snappy. A value is
the protocol buffer BundleEntryProto: type, shape, offset and size in the data file.
"""
import array
import json
import struct
import sys


class FormatError(ValueError):
    """The file is not what it should be."""


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7


def snappy(data):
    length, at = varint(data, 0)
    out = bytearray()
    while at < len(data):
        tag, kind = data[at], data[at] & 3
        at += 1
        if kind == 0:  # bytes as they are
            count = tag >> 2
            if count >= 60:
                wide = count - 59
                count = int.from_bytes(data[at:at + wide], "little")
                at += wide
            out += data[at:at + count + 1]
            at += count + 1
            continue
        if kind == 1:
            count, back, at = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | data[at], at + 1
        else:
            wide = 2 if kind == 2 else 4
            count, back, at = (tag >> 2) + 1, int.from_bytes(data[at:at + wide], "little"), at + wide
        if not 0 < back <= len(out):
            raise FormatError("the index is damaged: snappy points before its start")
        for _ in range(count):  # may overlap what it writes
            out.append(out[-back])
    if len(out) != length:
        raise FormatError("the index is damaged: a block of another length")
    return bytes(out)


def block(data, offset, size):
    """The entries of one block of a table, as (key, value)."""
    raw = data[offset:offset + size]
    if data[offset + size] == 1:
        raw = snappy(raw)
    (restarts,) = struct.unpack_from("<I", raw, len(raw) - 4)
    end, at, key = len(raw) - 4 - 4 * restarts, 0, b""
    while at < end:
        shared, at = varint(raw, at)
        fresh, at = varint(raw, at)
        length, at = varint(raw, at)
        key = key[:shared] + raw[at:at + fresh]
        at += fresh
        yield key, raw[at:at + length]
        at += length


def handle(data, at=0):
    offset, at = varint(data, at)
    size, at = varint(data, at)
    return offset, size, at


def fields(message):
    """The fields of a protocol buffer, as (number, value)."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        if tag & 7 == 0:
            value, at = varint(message, at)
        elif tag & 7 == 2:
            length, at = varint(message, at)
            value, at = message[at:at + length], at + length
        elif tag & 7 in (1, 5):
            width = 8 if tag & 7 == 1 else 4
            value, at = message[at:at + width], at + width
        else:
            raise FormatError("the index is damaged: an unknown kind of field")
        yield tag >> 3, value


FLOAT32 = 1


def tensors(prefix):
    """The float32 tensors of a checkpoint: name to (shape, array of floats)."""
    with open(f"{prefix}.index", "rb") as file:
        index = file.read()
    with open(f"{prefix}.data-00000-of-00001", "rb") as file:
        data = file.read()
    if len(index) < 48 or index[-8:] != bytes.fromhex("57fb808b247547db"):
        raise FormatError("not the index of a TensorFlow checkpoint")
    _, _, at = handle(index[-48:])
    offset, size, _ = handle(index[-48:], at)
    out = {}
    for _, where in block(index, offset, size):
        for key, value in block(index, *handle(where)[:2]):
            entry = {"shape": [], "type": 0, "offset": 0, "size": 0}
            for number, field in fields(value):
                if number == 2:
                    dimensions = (dict(fields(dimension)) for kind, dimension in fields(field) if kind == 2)
                    entry["shape"] = [dimension.get(1, 0) for dimension in dimensions]
                elif number in (1, 4, 5):
                    entry[{1: "type", 4: "offset", 5: "size"}[number]] = field
            if not key or entry["type"] != FLOAT32:
                continue
            values = array.array("f", data[entry["offset"]:entry["offset"] + entry["size"]])
            if sys.byteorder == "big":
                values.byteswap()
            count = 1
            for dimension in entry["shape"]:
                count *= dimension
            if count != len(values):
                raise FormatError(f"{key.decode()}: {len(values)} numbers for the shape {entry['shape']}")
            out[key.decode()] = entry["shape"], values
    return out


def transposed(shape, values):
    rows, columns = shape
    out = array.array("f")
    for column in range(columns):
        out.extend(values[column::columns])
    return [columns, rows], out


def write_safetensors(path, named):
    header, at = {}, 0
    for name, (shape, values) in named.items():
        size = 4 * len(values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, values in named.values():
            if sys.byteorder == "big":
                values = array.array("f", values)
                values.byteswap()
            file.write(values.tobytes())
