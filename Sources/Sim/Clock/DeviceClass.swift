/// What a client's device and its link can do: the speeds that the virtual clock divides by.
public struct DeviceClass: Sendable, Equatable {
  /// Its name, such as `phones-4g`.
  public var name: String
  /// Floating-point operations a second that training reaches, in single precision.
  public var flops: Double
  /// Bytes a second that it sends.
  public var uplink: Double
  /// Bytes a second that it receives.
  public var downlink: Double
  /// Seconds that a message takes beside its bytes.
  public var latency: Double
  /// Bytes that training may take; nil: as many as it needs.
  public var memory: Int?

  /// Seconds of a part of a round: computing at `scale` times the usual speed, bytes both ways, and each message's latency.
  func seconds(flops work: Double, scale: Double, up: Int, down: Int, messages: Int) -> Double {
    work / (flops * scale) + Double(up) / uplink + Double(down) / downlink
      + latency * Double(messages)
  }
}

extension DeviceClass {
  /// The classes by name; docs/methods.md, "Devices", has where the numbers come from.
  public static let presets = [
    DeviceClass(
      name: "phones-4g", flops: 1e10, uplink: 650_000, downlink: 2_075_000, latency: 0.06,
      memory: 1 << 30),
    DeviceClass(
      name: "laptops-wifi", flops: 1e11, uplink: 2_500_000, downlink: 5_000_000, latency: 0.02,
      memory: 4 << 30),
    DeviceClass(
      name: "boards-wifi", flops: 8e9, uplink: 2_500_000, downlink: 5_000_000, latency: 0.02,
      memory: 2 << 30),
    DeviceClass(
      name: "boards-lte-m", flops: 8e9, uplink: 46_875, downlink: 37_500, latency: 0.1,
      memory: 2 << 30),
    DeviceClass(
      name: "datacenter", flops: 3e12, uplink: 1.25e9, downlink: 1.25e9, latency: 0.0005,
      memory: 16 << 30),
  ]
}
