/// What a run can be exported to.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// A table: a row a round, or a row a client and round.
  case csv
  /// Every event of the record, one JSON object a line.
  case jsonl
  /// A directory with an event file for TensorBoard.
  case tensorboard
  /// A PEFT LoRA adapter directory.
  case adapter
  /// A Hugging Face model directory with the factors merged in.
  case model
  /// A plot as a vector drawing.
  case svg
  /// A plot as a picture.
  case png
  /// A recording of the monitor over a replay, for asciinema and its players.
  case cast

  /// Whether the output is trained parameters, which need a checkpoint.
  public var isParameters: Bool { self == .adapter || self == .model }
}
