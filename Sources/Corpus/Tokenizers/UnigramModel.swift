/// Pieces with scores, of which a word is made up so that the scores' sum is largest (Kudo 2018, arXiv 1804.10959).
struct UnigramModel: Sendable {
  private let pieces: Vocabulary
  /// By id.
  private let scores: [Double]
  /// What a scalar costs that no piece covers.
  private let unknownScore: Double
  let unknown: Int32
  /// The ids of `<0x00>` to `<0xFF>`, which spell what no piece covers; empty: the unknown token stands for it.
  private let bytes: [Int32]

  /// Takes pieces with their ids and the score of each id.
  ///
  /// - Parameter bytes: ids of 256 pieces, or none.
  init(pieces: [(text: String, id: Int32)], scores: [Double], unknown: Int32, bytes: [Int32]) {
    self.pieces = Vocabulary(pieces.map { (text: Substring($0.text).utf8, id: $0.id) })
    self.scores = scores
    self.unknown = unknown
    self.bytes = bytes
    unknownScore = (scores.min() ?? 0) - 10
  }

  /// How the best way to a place ends.
  private struct Arrival {
    var score: Double
    var start: Int
    /// nil: a scalar that no piece covers.
    var id: Int32?
  }

  /// Appends the ids of a word, which is valid UTF-8.
  func appendTokens(of word: [UInt8], to out: inout [Int32]) {
    var arrivals = [Arrival?](repeating: nil, count: word.count + 1)
    arrivals[0] = Arrival(score: 0, start: 0, id: nil)
    var start = 0
    while start < word.count {
      let width = UTF8.width(word.scalar(at: start))
      guard let here = arrivals[start] else {
        start += width
        continue
      }
      // Of ways that are as good the first that is found stays.
      func arrive(_ end: Int, _ score: Double, _ id: Int32?) {
        if let known = arrivals[end], known.score >= score { return }
        arrivals[end] = Arrival(score: score, start: start, id: id)
      }
      var isCovered = false
      var hash = Vocabulary.emptyHash
      for end in start + 1...min(word.count, max(start + 1, start + pieces.longest)) {
        hash = Vocabulary.hash(hash, appending: word[end - 1])
        guard let id = pieces.id(word, from: start, to: end, hash: hash) else { continue }
        if end == start + width { isCovered = true }
        arrive(end, here.score + scores[Int(id)], id)
      }
      if !isCovered { arrive(start + width, here.score + unknownScore, nil) }
      start += width
    }
    out += path(arrivals, word)
  }

  /// The tokens of the best way, from the end back; neighbours that nothing covers are one.
  private func path(_ arrivals: [Arrival?], _ word: [UInt8]) -> [Int32] {
    var tokens: [Int32] = []
    var end = word.count
    var isBehindUnknown = false
    while end > 0, let arrival = arrivals[end] {
      if let id = arrival.id, id != unknown {
        tokens.append(id)
        isBehindUnknown = false
      } else if !bytes.isEmpty {
        tokens += word[arrival.start..<end].reversed().map { bytes[Int($0)] }
      } else {
        if !isBehindUnknown { tokens.append(unknown) }
        isBehindUnknown = true
      }
      end = arrival.start
    }
    return tokens.reversed()
  }
}
