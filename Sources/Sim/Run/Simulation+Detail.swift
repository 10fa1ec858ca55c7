import Metrics

extension Simulation {
  /// The device of a client, in a few words; nil without a mix of devices.
  public func device(ofClient client: Int) -> String? {
    guard let fleet = federation.fleet, (0..<federation.settings.clients).contains(client) else {
      return nil
    }
    let device = fleet.device(of: client)
    let scale = fleet.scale(of: client)
    return scale == 1 ? device.name : "\(device.name), \(Units.significant(scale)) times its class"
  }
}
