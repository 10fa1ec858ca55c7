/// One named matrix inside the flat vector of trained parameters.
public struct ParameterSegment: Sendable, Equatable {
  /// What a segment is to the method that trains it.
  public enum Role: String, Sendable {
    /// Row unit of a low-rank pair: [rank, in].
    case loraA
    /// Output unit of a low-rank pair: [out, rank].
    case loraB
    /// Length of each output row beside a low-rank pair (DoRA): [out, 1].
    case loraMagnitude
    /// Any other added module: adapter, prefix, prompt, generator.
    case added
    /// A tensor of the checkpoint that is trained.
    case base
    /// A tensor of the task head.
    case head

    /// Whether it is one factor of a low-rank pair.
    public var isFactor: Bool { self == .loraA || self == .loraB }
    /// Whether it belongs to a low-rank pair: a factor, or the length of its rows.
    public var isLowRank: Bool { isFactor || self == .loraMagnitude }
  }

  /// How its first values come about.
  public enum Start: Sendable, Equatable {
    /// All zero.
    case zeros
    /// All one.
    case ones
    /// Normal with this standard deviation.
    case normal(Float)
    /// Uniform in ±bound.
    case uniform(Float)
    /// Each row what the stem makes of a word that is drawn, without a position.
    case words
    /// The checkpoint's values.
    case checkpoint(BaseTensor)
    /// The length of each row of a tensor of the checkpoint.
    case rowLengths(BaseTensor)
  }

  /// Checkpoint key without PEFT's `base_model.model.` prefix, such as
  /// `bert.encoder.layer.0.attention.self.query.lora_A.weight`.
  public var name: String
  /// Encoder layer; nil outside of the layers.
  public var layer: Int?
  /// Module it belongs to, such as `query` or `head`: a column of the Fisher heatmap.
  public var module: String
  /// What it is to the method.
  public var role: Role
  /// Rows; a vector has one row a value only where each value is a unit of its own, else one row.
  public var rows: Int
  /// Columns.
  public var columns: Int
  /// First index in the flat vector.
  public var offset: Int
  /// How its first values come about.
  public var start: Start
  /// Whether no step ever touches it: the server or a rule sets its values, and passes only read them.
  public var isHeld: Bool

  /// Makes a segment; `offset` is set by the layout it is put into.
  public init(
    name: String, layer: Int?, module: String, role: Role, rows: Int, columns: Int, start: Start,
    isHeld: Bool = false
  ) {
    self.name = name
    self.layer = layer
    self.module = module
    self.role = role
    self.rows = rows
    self.columns = columns
    self.offset = 0
    self.start = start
    self.isHeld = isHeld
  }

  /// Number of values.
  public var count: Int { rows * columns }
  /// Its place in the flat vector.
  public var range: Range<Int> { offset..<offset + count }

  /// The values as a matrix.
  public func matrix(in parameters: UnsafePointer<Float>) -> Matrix {
    Matrix(parameters + offset, rows: rows, columns: columns)
  }
}

/// How the trained and the held parameters lie in one flat vector of Float.
///
/// Everything a federation does to parameters is an operation on ranges of that vector: what travels, what is averaged,
/// what is masked, what is stored.
public struct ParameterLayout: Sendable, Equatable {
  /// Segments in order of their offsets, without gaps.
  public private(set) var segments: [ParameterSegment] = []
  /// Number of values.
  public private(set) var count = 0

  /// An empty layout.
  public init() {}

  /// Appends a segment and returns its first index.
  @discardableResult
  public mutating func append(_ segment: ParameterSegment) -> Int {
    var placed = segment
    placed.offset = count
    segments.append(placed)
    if placed.role.isFactor && !placed.isHeld { lowRankFactors.append(placed) }
    count += placed.count
    return placed.offset
  }

  /// The factors of low-rank pairs that are trained.
  public private(set) var lowRankFactors: [ParameterSegment] = []

  /// Ranges that steps may touch: all but the held segments.
  public var trained: [Range<Int>] { ranges { !$0.isHeld } }

  /// Number of values that steps may touch.
  public var trainedCount: Int { trained.reduce(0) { $0 + $1.count } }

  /// Ranges of the segments that satisfy `predicate`, neighbours joined.
  public func ranges(where predicate: (ParameterSegment) -> Bool) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for segment in segments where segment.count > 0 && predicate(segment) {
      if let last = ranges.last, last.upperBound == segment.offset {
        ranges[ranges.count - 1] = last.lowerBound..<segment.range.upperBound
      } else {
        ranges.append(segment.range)
      }
    }
    return ranges
  }
}
