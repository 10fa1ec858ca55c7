/// What is known of a client beside what the run's record tells.
public struct ClientDetail: Sendable, Equatable {
  /// Client index.
  public var client: Int
  /// Texts of its easiest samples, the easiest in front.
  public var easiest: [String]
  /// Texts of its hardest samples, the hardest in front.
  public var hardest: [String]
  /// Pictures of its easiest samples, where they are images.
  public var easiestImages: [SampleImage]
  /// Pictures of its hardest samples.
  public var hardestImages: [SampleImage]
  /// Why there are no texts, in one line; nil when there are.
  public var problem: String?
  /// Its device, in a few words; nil without a mix of devices, and where the run is not hosted.
  public var device: String?

  /// Makes a detail; see the properties.
  public init(
    client: Int, easiest: [String] = [], hardest: [String] = [],
    easiestImages: [SampleImage] = [], hardestImages: [SampleImage] = [], problem: String? = nil,
    device: String? = nil
  ) {
    self.client = client
    self.easiest = easiest
    self.hardest = hardest
    self.easiestImages = easiestImages
    self.hardestImages = hardestImages
    self.problem = problem
    self.device = device
  }
}
