import Foundation

/// What scalars are made of, to the last part: Unicode's full decompositions of single scalars.
struct Decompositions: Sendable {
  /// Of scalars that look and mean the same as their parts.
  static let canonical = Decompositions { $0.decomposedStringWithCanonicalMapping }
  /// Also of those that lose a way of writing, such as width, font or ligature.
  static let compatible = Decompositions { $0.decomposedStringWithCompatibilityMapping }

  /// Where Unicode 9 has all such scalars but the syllables of Hangul.
  private static let blocks: [ClosedRange<UInt32>] = [
    0xA0...0x33FF, 0xA69C...0xAB5F, 0xF900...0xFFEE, 0x1109A...0x115BB, 0x1D15E...0x1D7FF,
    0x1EE00...0x1F251, 0x2F800...0x2FA1D,
  ]

  /// The scalars that are made of others, but for Hangul.
  let parts: [Unicode.Scalar: [Unicode.Scalar]]

  /// Asks Foundation, whose mappings of single scalars are Unicode's.
  private init(_ mapping: (String) -> String) {
    var parts: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    for scalar in Self.blocks.joined().compactMap(Unicode.Scalar.init)
    where scalar.isAssigned(by: 9) {
      let own = Array(mapping(String(scalar)).unicodeScalars)
      if own != [scalar] { parts[scalar] = own }
    }
    self.parts = parts
  }

  /// The parts of a scalar; nil when it has none.
  subscript(scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    guard scalar.value >= 0xA0 else { return nil }
    return Hangul.parts(of: scalar) ?? parts[scalar]
  }
}

/// Which two scalars become one: Unicode's primary composites.
struct Compositions: Sendable {
  static let all = Compositions(Decompositions.canonical)

  /// By the second scalar, of which there are few, and the first.
  private let composites: [Unicode.Scalar: [Unicode.Scalar: Unicode.Scalar]]

  private init(_ decompositions: Decompositions) {
    // Foundation also knows which scalars are excluded: they are made of others and never composed.
    let whole = decompositions.parts.filter { scalar, parts in
      parts.count > 1
        && Array(String(scalar).precomposedStringWithCanonicalMapping.unicodeScalars) == [scalar]
    }
    let known = Dictionary(whole.map { ($1, $0) }, uniquingKeysWith: min)
    var composites: [Unicode.Scalar: [Unicode.Scalar: Unicode.Scalar]] = [:]
    for (scalar, parts) in whole {
      let rest = Array(parts.dropLast())
      guard let second = parts.last, let first = rest.count == 1 ? rest[0] : known[rest] else {
        continue
      }
      composites[second, default: [:]][first] = scalar
    }
    self.composites = composites
  }

  /// The composite of two scalars; nil when there is none.
  subscript(first: Unicode.Scalar, second: Unicode.Scalar) -> Unicode.Scalar? {
    guard second.value >= 0x300 else { return nil }
    return Hangul.composite(first, second) ?? composites[second]?[first]
  }
}

/// The 11,172 syllables of Korean, whose parts follow from their numbers.
///
/// Source: The Unicode Standard, chapter 3.12.
private enum Hangul {
  private static let leads = Block(start: 0x1100, count: 19)
  private static let vowels = Block(start: 0x1161, count: 21)
  /// Finals; the first place means that there is none.
  private static let finals = Block(start: 0x11A7, count: 28)
  private static let syllables = Block(start: 0xAC00, count: 19 * 21 * 28)

  private struct Block {
    let start, count: UInt32

    func place(_ scalar: Unicode.Scalar) -> UInt32? {
      let place = scalar.value &- start
      return place < count ? place : nil
    }

    subscript(place: UInt32) -> Unicode.Scalar? { Unicode.Scalar(start + place) }
  }

  /// Lead, vowel, and final where it has one.
  static func parts(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    guard let place = syllables.place(scalar) else { return nil }
    let (open, final) = place.quotientAndRemainder(dividingBy: finals.count)
    let (lead, vowel) = open.quotientAndRemainder(dividingBy: vowels.count)
    return [leads[lead], vowels[vowel], final > 0 ? finals[final] : nil].compactMap(\.self)
  }

  /// A lead and a vowel, or a syllable without a final and a final.
  static func composite(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    if let vowel = vowels.place(second), let lead = leads.place(first) {
      return syllables[(lead * vowels.count + vowel) * finals.count]
    }
    guard let final = finals.place(second), final > 0, let open = syllables.place(first),
      open.isMultiple(of: finals.count)
    else { return nil }
    return syllables[open + final]
  }
}
