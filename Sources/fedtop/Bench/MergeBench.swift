import Sim
import Transformer

/// Times the averaging of ten clients' updates.
struct MergeBench {
  /// Name of the case.
  let name: String
  /// The encoder whose LoRA factors and head travel.
  let shape: BenchShape
  /// How to measure.
  let settings: BenchSettings

  /// Averages until the time is over.
  func measure() throws -> BenchResult {
    let layout = try shape.encoder(settings).layout
    let exchange = EverythingTravels()
    let ranges = exchange.travelling(layout, gal: [], round: 1)
    let updates = (0..<10).map { client in
      ClientUpdate(
        client: client, parameters: [Float](repeating: Float(client), count: layout.count),
        samples: 50 + client)
    }
    var server = [Float](repeating: 0, count: layout.count)
    exchange.merge(updates, ranges: ranges, into: &server)
    var times: [Double] = []
    while settings.wantsMore(times, share: 0.25) {
      times.append(seconds { exchange.merge(updates, ranges: ranges, into: &server) })
    }
    let timing = Timing(times)
    return BenchResult(
      name: name, milliseconds: timing.median * 1000, spread: timing.spread,
      repeats: timing.count, workers: 1, memoryMB: PeakMemory.megabytes,
      core: LinearAlgebra.coreType)
  }
}
