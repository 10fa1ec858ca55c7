/// One device: when it is there, and what it can do then.
struct Device: Sendable, Equatable {
  /// A stretch of virtual time in which it is there.
  struct Stretch: Sendable, Equatable {
    /// Seconds: the first, and the first that is not in it any more.
    var start: Double
    var end: Double
    /// What it can do.
    var device: DeviceClass
  }

  /// Its name.
  let name: String
  /// Ascending, without overlaps; never empty.
  let stretches: [Stretch]
  /// Seconds after which they begin again; nil: never.
  var period: Double?
  /// Whether the devices of this kind scatter around it in speed.
  var scatters = false

  /// A device that is always there.
  init(_ device: DeviceClass) {
    name = device.name
    stretches = [Stretch(start: 0, end: .infinity, device: device)]
    scatters = true
  }

  /// A device that comes and goes.
  init(name: String, stretches: [Stretch], period: Double?) {
    self.name = name
    self.stretches = stretches
    self.period = period
  }

  /// The least memory that it has at any time; nil: no limit is known.
  var memory: Int? { stretches.compactMap(\.device.memory).min() }

  /// Whether it is there at `time`.
  func isThere(at time: Double) -> Bool { place(at: time) != nil }

  /// What it can do at `time`, or when it is there next.
  func device(at time: Double) -> DeviceClass {
    if let place = place(at: time) { return stretches[place].device }
    let within = within(time)
    return (stretches.first { $0.start > within } ?? stretches[0]).device
  }

  /// The first second from `time` on in which it is there; infinity when it never comes again.
  func next(from time: Double) -> Double {
    guard place(at: time) == nil else { return time }
    let within = within(time)
    if let next = stretches.first(where: { $0.start > within }) {
      return time + (next.start - within)
    }
    guard let period else { return .infinity }
    return time + (period - within) + stretches[0].start
  }

  /// When it leaves if it is there at `time`: the end of the stretch, or of those that follow without a gap.
  func leaves(after time: Double) -> Double {
    guard var place = place(at: time) else { return time }
    let within = within(time)
    // Where it is there all the time, one round through the stretches comes back to where it began.
    var turns = 0.0
    for _ in stretches {
      let end = stretches[place].end
      if place + 1 < stretches.count, stretches[place + 1].start == end {
        place += 1
      } else if let period, end == period, stretches[0].start == 0 {
        place = 0
        turns += 1
      } else {
        return time + (end + turns * (period ?? 0) - within)
      }
    }
    return .infinity
  }

  private func within(_ time: Double) -> Double {
    guard let period else { return time }
    return time - period * (time / period).rounded(.down)
  }

  private func place(at time: Double) -> Int? {
    let within = within(time)
    return stretches.firstIndex { $0.start <= within && within < $0.end }
  }
}
