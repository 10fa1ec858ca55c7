/// The element types of safetensors that can be read as Float.
enum SafetensorsElement: String, Sendable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"

  /// Bytes of one element of any type that the format names; nil for a type newer than this code.
  static func width(of type: String) -> Int? {
    switch type {
    case "F64", "I64", "U64", "C64": 8
    case "F32", "I32", "U32": 4
    case "F16", "BF16", "I16", "U16": 2
    case "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ": 1
    default: nil
    }
  }

  /// Writes every element of `bytes` (little-endian, any alignment) to `target` as Float.
  func convert(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<Float>) {
    switch self {
    case .float32:
      let raw = UnsafeMutableRawBufferPointer(start: target, count: bytes.count)
      raw.copyMemory(from: bytes)
    case .float64:
      for index in 0..<bytes.count / 8 {
        let bits = bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
        target[index] = Float(Double(bitPattern: bits))
      }
    case .float16:
      for index in 0..<bytes.count / 2 {
        let bits = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        target[index] = Self.decodeHalf(bits)
      }
    case .bfloat16:
      for index in 0..<bytes.count / 2 {
        let bits = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        target[index] = Float(bitPattern: UInt32(bits) << 16)
      }
    }
  }

  // Half precision is converted by hand: the compiler's run-time helpers for it have had another
  // calling convention in older system libraries.

  /// The value of an IEEE half-precision number, exactly.
  static func decodeHalf(_ half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let exponent = UInt32(half >> 10) & 0x1F
    let fraction = UInt32(half) & 0x3FF
    // Three values of which one is taken: a loop of this has no jumps.
    let tiny = (Float(fraction) * 0x1p-24).bitPattern
    let usual = (exponent + 112) << 23 | fraction << 13
    let unusual = 0x7F80_0000 | fraction << 13
    return Float(bitPattern: sign | (exponent == 0 ? tiny : exponent == 31 ? unusual : usual))
  }

  /// The nearest IEEE half-precision number, ties to even; nil if a finite value is too large.
  static func encodeHalf(_ value: Float) -> UInt16? {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let magnitude = value.bitPattern & 0x7FFF_FFFF
    if magnitude >= 0x7F80_0000 {
      return sign | 0x7C00 | (magnitude > 0x7F80_0000 ? 0x200 : 0)
    }
    // 65520 is half-way between the largest half and the next power of two.
    guard magnitude < 0x477F_F000 else { return nil }
    if magnitude < 0x3880_0000 {
      // Scaling by a power of two is exact, so that one rounding decides.
      return sign | UInt16((Float(bitPattern: magnitude) * 0x1p24).rounded(.toNearestOrEven))
    }
    let rebased = magnitude - (112 << 23)
    return sign | UInt16((rebased + 0xFFF + ((rebased >> 13) & 1)) >> 13)
  }
}
