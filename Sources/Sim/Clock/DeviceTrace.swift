import Corpus
import Plain

/// Devices as a CSV file has them: a row for each stretch of time in which a device is there (docs/methods.md, "Devices").
struct DeviceTrace: Sendable {
  /// A device, and the client that has it; nil: any.
  struct Entry: Sendable, Equatable {
    var device: Device
    var client: Int?
  }

  /// In the order in which the file names them first.
  let entries: [Entry]
  /// Seconds after which the trace begins again; nil: it says of no device when it leaves.
  let period: Double?

  private static let columns = [
    "device", "client", "class", "start", "end", "flops", "factor", "uplink", "downlink",
    "latency", "memory",
  ]

  /// One row, read.
  private struct Line {
    let row: NamedRows.Row
    let client: Int?
    let start: Double
    let end: Double?
    let device: DeviceClass
  }

  /// Reads a trace for so many clients.
  /// - Throws: `CorpusError` with file, line and reason.
  init(path: String, clients: Int) throws(CorpusError) {
    let table = try NamedRows(path: path, known: Self.columns, required: ["device"])
    var names: [String] = []
    var lines: [String: [Line]] = [:]
    for row in table.rows {
      let line = try Self.line(row, clients: clients)
      if lines[line.device.name] == nil { names.append(line.device.name) }
      lines[line.device.name, default: []].append(line)
    }
    let period = lines.values.joined().compactMap(\.end).max()
    var entries: [Entry] = []
    var owners: [Int: String] = [:]
    for name in names {
      let own = lines[name] ?? []
      let client = own[0].client
      for line in own where line.client != client {
        throw line.row.bad("device '\(excerpt(name))' is another client's above")
      }
      if let client {
        if let other = owners[client] {
          throw own[0].row.bad("client \(client) has the device '\(excerpt(other))' already")
        }
        owners[client] = name
      }
      let stretches = try Self.stretches(own, period)
      entries.append(
        Entry(device: Device(name: name, stretches: stretches, period: period), client: client))
    }
    self.entries = entries
    self.period = period
  }

  private static func line(_ row: NamedRows.Row, clients: Int) throws(CorpusError) -> Line {
    guard let name = row["device"] else { throw row.bad("no device") }
    let above = Double.leastNonzeroMagnitude...1e30
    func positive(_ column: String) throws(CorpusError) -> Double? {
      try row.number(column, in: above, "a number above 0")
    }
    var device: DeviceClass?
    if let word = row["class"] {
      device = DeviceClass.presets.first { $0.name == word }
      guard device != nil else {
        throw row.bad(
          "no class of devices '\(excerpt(word))': there are "
            + DeviceClass.presets.map(\.name).joined(separator: ", "))
      }
    }
    let factor = try positive("factor")
    let flops = try positive("flops")
    guard factor == nil || device != nil && flops == nil else {
      throw row.bad("factor is of a class's speed: name one in the column class, and no flops")
    }
    let uplink = try positive("uplink") ?? device?.uplink
    let downlink = try positive("downlink") ?? device?.downlink
    guard let speed = flops ?? device.map({ $0.flops * (factor ?? 1) }), let uplink, let downlink
    else {
      throw row.bad("a device without a class needs flops, uplink and downlink")
    }
    let latency = try row.number("latency", in: 0...1e9, "a number from 0") ?? device?.latency ?? 0
    let memory = try positive("memory").map { Int(min($0, 1e18)) } ?? device?.memory
    let client = try row.number(
      "client", in: 0...Double(clients - 1), "a client, from 0 to \(clients - 1)")
    if let client, client != client.rounded() { throw row.bad("client is not a whole number") }
    return Line(
      row: row, client: client.map { Int($0) },
      start: try row.number("start", in: 0...1e15, "a number of seconds from 0") ?? 0,
      end: try positive("end"),
      device: DeviceClass(
        name: name, flops: speed, uplink: uplink, downlink: downlink, latency: latency,
        memory: memory))
  }

  /// The rows of one device by their times; one without an end lasts as long as the trace.
  private static func stretches(
    _ lines: [Line], _ period: Double?
  ) throws(CorpusError) -> [Device.Stretch] {
    var stretches: [Device.Stretch] = []
    for line in lines.sorted(by: { $0.start < $1.start }) {
      let end = line.end ?? period ?? .infinity
      guard line.start < end else {
        throw line.row.bad("the stretch ends at \(end) s and starts at \(line.start) s")
      }
      if let last = stretches.last, line.start < last.end {
        throw line.row.bad("the stretch from \(line.start) s overlaps another of the same device")
      }
      stretches.append(Device.Stretch(start: line.start, end: end, device: line.device))
    }
    return stretches
  }
}
