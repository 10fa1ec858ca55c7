/// BERT's text cleaning: control characters out, spaces around Chinese, lower case, accents off.
struct BertNormalizer: Sendable, Equatable {
  var cleansText = true
  var splitsChinese = true
  /// Nil means: as `lowercases`.
  var stripsAccents: Bool?
  var lowercases = true

  /// The normalised text as UTF-8.
  func callAsFunction(_ text: [UInt8]) -> [UInt8] {
    text.allSatisfy { $0 < 0x80 } ? ascii(text) : unicode(text)
  }

  private func ascii(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    for var byte in text {
      if cleansText {
        switch byte {
        case 0x09, 0x0A, 0x0D: byte = 0x20
        case 0..<0x20, 0x7F: continue
        default: break
        }
      }
      if lowercases, 0x41...0x5A ~= byte { byte |= 0x20 }
      out.append(byte)
    }
    return out
  }

  private func unicode(_ text: [UInt8]) -> [UInt8] {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(text.count)
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      if cleansText, scalar.isDroppedByCleaning { continue }
      if splitsChinese, scalar.isChinese {
        scalars.append(" ")
        scalars.append(scalar)
        scalars.append(" ")
      } else {
        scalars.append(cleansText && scalar.properties.isWhitespace ? " " : scalar)
      }
    }
    if stripsAccents ?? lowercases {
      // Decomposed, an accent is a scalar of its own.
      scalars = NormalForm.nfd(scalars).filter { !$0.isAccent }
    }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    for scalar in scalars {
      // Scalar by scalar: no rule that looks at neighbours, such as that of the final sigma.
      if lowercases {
        out.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
      } else {
        out.append(contentsOf: scalar.utf8)
      }
    }
    return out
  }
}
