/// A TensorBoard event file: TFRecord frames around `Event` messages (tensorflow/core/util/event.proto).
public struct EventFile {
  /// One named number at a step.
  struct Scalar: Equatable {
    /// Name, such as `accuracy/personalised`.
    var tag: String
    /// Its value, in the single precision that TensorBoard keeps.
    var value: Float
  }

  /// The file so far.
  public private(set) var bytes: [UInt8] = []

  /// A file that begins at `wallTime`, seconds since 1970.
  init(wallTime: Double) {
    var event = ProtobufMessage()
    event.put(1, double: wallTime)
    event.put(3, text: "brain.Event:2")
    append(event)
  }

  /// Adds the scalars of one step; those that are not finite are left out.
  mutating func append(_ scalars: [Scalar], step: Int, wallTime: Double) {
    var summary = ProtobufMessage()
    for scalar in scalars where scalar.value.isFinite {
      var value = ProtobufMessage()
      value.put(1, text: scalar.tag)
      value.put(2, float: scalar.value)
      summary.put(1, message: value)
    }
    guard !summary.bytes.isEmpty else { return }
    var event = ProtobufMessage()
    event.put(1, double: wallTime)
    event.put(2, integer: Int64(step))
    event.put(5, message: summary)
    append(event)
  }

  /// A frame: length, its masked checksum, data, its masked checksum.
  private mutating func append(_ event: ProtobufMessage) {
    let length = ProtobufMessage.littleEndian(UInt64(event.bytes.count))
    bytes += length + ProtobufMessage.littleEndian(CRC32C.masked(length))
    bytes += event.bytes + ProtobufMessage.littleEndian(CRC32C.masked(event.bytes))
  }
}
