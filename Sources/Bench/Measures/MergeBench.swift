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
    let updates = (0..<10).map { client in
      var message = Message()
      message.add(
        Message.parameters, [Float](repeating: Float(client), count: layout.count))
      return ClientUpdate(client: client, samples: 50 + client, steps: 1, message: message)
    }
    var server = ServerState(parameters: [Float](repeating: 0, count: layout.count))
    func merge() {
      var mean = WeightedMean(of: Message.parameters, ranges: [0..<layout.count])
      updates.forEach { mean.add($0) }
      mean.finish(&server)
    }
    merge()
    var times: [Double] = []
    while settings.wantsMore(times, share: 0.25) { times.append(seconds { merge() }) }
    let timing = Timing(times)
    return BenchResult(
      name: name, milliseconds: timing.median * 1000, spread: timing.spread,
      repeats: timing.count, workers: 1, memoryMB: PeakMemory.megabytes,
      core: LinearAlgebra.coreType)
  }
}
