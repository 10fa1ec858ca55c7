/// What the host of a run knows of a client beside what the run's record tells: its data in the order of its curriculum.
public struct ClientDetail: Sendable, Equatable {
  /// Client index.
  public var client: Int
  /// Difficulties (per-sample Fisher traces) that are known, in the order of the curriculum; empty when no sample was scored.
  public var difficulties: [Double]
  /// Samples in the batches that it used last: those that stand first in that order.
  public var used: Int
  /// Texts that stand first, the first of all in front.
  public var easiest: [String]
  /// Texts that stand last, the last of all in front.
  public var hardest: [String]
  /// Pictures of samples that stand first, where they are images.
  public var easiestImages: [SampleImage]
  /// Pictures of those that stand last, the last of all in front.
  public var hardestImages: [SampleImage]
  /// Its device, in a few words; nil without a mix of devices.
  public var device: String?

  /// Makes a detail; see the properties.
  public init(
    client: Int, difficulties: [Double] = [], used: Int = 0, easiest: [String] = [],
    hardest: [String] = [], easiestImages: [SampleImage] = [], hardestImages: [SampleImage] = [],
    device: String? = nil
  ) {
    self.client = client
    self.difficulties = difficulties
    self.used = used
    self.easiest = easiest
    self.hardest = hardest
    self.easiestImages = easiestImages
    self.hardestImages = hardestImages
    self.device = device
  }
}
