import Corpus
import Plain
import Transformer

/// A split of a data set as token ids, end to end: a hundred thousand samples are three arrays; of images a fourth has the
/// bytes of their pixels.
struct TokenizedData: Sendable {
  /// Label of each sample.
  private(set) var labels: [Int] = []
  /// Tokens in front of each answer; none where labels are told apart.
  private var prompts: [Int32] = []
  private var ids: [Int32] = []
  private var types: [Int32] = []
  /// Where each sample ends in `ids`.
  private var ends: [Int] = []
  /// Bounds of each sample's two texts in its tokens, four numbers a sample; an empty second text for a single one.
  private var bounds: [Int32] = []
  /// Whether a text that is cut loses its start and not its end.
  private var cutsLeft = false
  /// Bytes of all images, patch by patch, and what they stand for; none of texts.
  private var pixels: [UInt8] = []
  private var levels: PixelLevels?
  /// Bytes of a patch.
  private var patchSize = 0
  /// Tokens of the longest sample.
  private(set) var longest = 0

  /// No samples.
  init() {}

  init(
    _ samples: [Sample], tokenizer: any Tokenizer, maxLength: Int, task: LearningTask = .labels
  ) {
    cutsLeft = tokenizer.truncatesLeft
    levels = tokenizer.pixelLevels
    let parts = samples.cut(into: Self.part).mapConcurrently { samples in
      var part = TokenizedData()
      for sample in samples {
        part.append(task.encode(sample, by: tokenizer, maxLength: maxLength), label: sample.label)
      }
      return part
    }
    for part in parts { append(part) }
  }

  /// Samples that a thread encodes at a time.
  private static let part = 512

  /// Appends the samples of another.
  private mutating func append(_ other: TokenizedData) {
    ends += other.ends.map { ids.count + $0 }
    ids += other.ids
    types += other.types
    pixels += other.pixels
    patchSize = max(patchSize, other.patchSize)
    labels += other.labels
    prompts += other.prompts
    bounds += other.bounds
    longest = max(longest, other.longest)
  }

  /// Appends a sample.
  mutating func append(_ encoding: Encoding, label: Int) {
    ids += encoding.tokens
    types += encoding.tokenTypes
    pixels += encoding.pixels
    if !encoding.pixels.isEmpty { patchSize = encoding.patchSize }
    ends.append(ids.count)
    labels.append(label)
    if encoding.prompt > 0 { prompts.append(Int32(encoding.prompt)) }
    longest = max(longest, encoding.tokens.count)
    for place in 0..<2 {
      let text = encoding.texts.indices.contains(place) ? encoding.texts[place] : 0..<0
      bounds += [Int32(text.lowerBound), Int32(text.upperBound)]
    }
  }

  /// Fails on a sample that the encoder cannot read.
  func check(_ encoder: Encoder) throws(ModelError) {
    for position in labels.indices {
      let range = range(position)
      try encoder.check(tokens: ids[range], tokenTypes: types[range])
    }
  }

  /// Tokens of all samples.
  var tokens: Int { ids.count }

  /// Tokens of the sample at `position`.
  func length(_ position: Int) -> Int { range(position).count }

  /// How many samples have one token in the place of half of what their texts say, or of more.
  ///
  /// - Parameter unknown: the token that stands for what a vocabulary cannot write.
  func unreadable(_ unknown: Int32) -> Int {
    labels.indices.count { position in
      var (missing, said) = (0, 0)
      for at in [4 * position, 4 * position + 2] {
        let start = range(position).lowerBound
        let text = ids[start + Int(bounds[at])..<start + Int(bounds[at + 1])]
        missing += text.count { $0 == unknown }
        said += text.count
      }
      return missing > 0 && 2 * missing >= said
    }
  }

  /// How many samples ask the same, token for token, as one of another split.
  func asked(in other: TokenizedData) -> Int {
    let known = Set(other.labels.indices.map(other.question))
    return labels.indices.count { known.contains(question($0)) }
  }

  /// What a sample asks: all tokens, but those of an answer.
  private func question(_ position: Int) -> ArraySlice<Int32> {
    let whole = ids[range(position)]
    return prompts.isEmpty ? whole : whole.prefix(Int(prompts[position]))
  }

  /// Tokens of the answer of the sample at `position`; 0 where labels are told apart.
  func answerLength(_ position: Int) -> Int {
    prompts.isEmpty ? 0 : length(position) - Int(prompts[position])
  }

  /// Tokens of the samples at `positions`.
  func tokens(of positions: some Sequence<Int>) -> Int {
    positions.reduce(0) { $0 + length($1) }
  }

  /// The samples at `positions` as one batch.
  ///
  /// - Parameter longest: samples with more tokens lose some of their texts, as when a tokenizer cuts; nil: none.
  func batch(_ positions: some Sequence<Int>, longest: Int? = nil) -> PackedBatch {
    var batch = PackedBatch()
    for position in positions {
      let range = range(position)
      let label = prompts.isEmpty ? Int32(labels[position]) : prompts[position]
      if let longest, range.count > longest {
        let whole = encoding(position)
        let cut =
          prompts.isEmpty
          ? whole.cut(to: longest, fromLeft: cutsLeft) : whole.cutInstruction(to: longest)
        batch.append(
          tokens: cut.tokens[...], tokenTypes: cut.tokenTypes[...],
          label: prompts.isEmpty ? label : Int32(cut.prompt),
          pixels: values(of: cut.tokens[...], position))
      } else {
        batch.append(
          tokens: ids[range], tokenTypes: types[range], label: label,
          pixels: values(of: ids[range], position))
      }
    }
    return batch
  }

  /// What the patches at these places of an image stand for; nothing of a text.
  private func values(of places: ArraySlice<Int32>, _ position: Int) -> [Float] {
    guard let levels, patchSize > 0 else { return [] }
    var values: [Float] = []
    values.reserveCapacity(places.count * patchSize)
    // All images have as many patches, and one row more than those.
    let first = (range(position).lowerBound - position) * patchSize
    for place in places where place > 0 {
      let start = first + (Int(place) - 1) * patchSize
      levels.append(pixels[start..<start + patchSize], patchSize: patchSize, to: &values)
    }
    return values
  }

  /// Batches of up to `size` samples of similar length, for passes whose order does not matter.
  func batchesByLength(_ positions: [Int], size: Int) -> [[Int]] {
    positions
      .sorted { (length($0), $0) < (length($1), $1) }
      .cut(into: size)
  }

  /// Tokens of the texts of the sample at `position`, without special tokens.
  func words(_ position: Int) -> [Int32] {
    let encoding = encoding(position)
    return encoding.texts.flatMap { encoding.tokens[$0] }
  }

  private func encoding(_ position: Int) -> Encoding {
    let range = range(position)
    let bounds = bounds[4 * position..<4 * position + 4].map(Int.init)
    var encoding = Encoding(
      tokens: Array(ids[range]), tokenTypes: Array(types[range]),
      texts: [bounds[0]..<bounds[1], bounds[2]..<bounds[3]].filter { !$0.isEmpty })
    if !prompts.isEmpty { encoding.prompt = Int(prompts[position]) }
    return encoding
  }

  private func range(_ position: Int) -> Range<Int> {
    (position == 0 ? 0 : ends[position - 1])..<ends[position]
  }
}
