import ArgumentParser
import Export
import Foundation
import Host
import Plain
import RunStore

/// `fedtop export`: a run for other programs.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a run for other programs: tables, plots, recordings, TensorBoard, models.")

  @Argument(help: "A run: its name, its start or end, latest, or a path.")
  var name: String

  @Argument(help: "The file or directory to make; - for stdout where it is one file.")
  var path: String

  @Option(help: "The format: \(choices(ExportFormat.self)).", transform: choice)
  var to: ExportFormat

  @Option(
    help: "For svg and png: what is drawn: \(choices(PlotSeries.self)); accuracy if not given.",
    transform: choice)
  var series: PlotSeries?

  @Option(help: "For adapter and model: the round; the last checkpoint if not given.")
  var round: Int?

  @Option(help: "For adapter and model: a client's personalised parameters, not the global ones.")
  var client: Int?

  @Option(help: "For adapter and model: where the run's model is now, if it was moved.")
  var model: String?

  @Flag(help: "For csv: a row a client and round.")
  var clients = false

  @OptionGroup var recording: CastOptions

  @Flag(help: "Replace what is there.")
  var force = false

  @OptionGroup var folder: RunsFolder

  func validate() throws {
    if clients, to != .csv { throw ValidationError("--clients goes with --to csv") }
    if series != nil, ![.svg, .png].contains(to) {
      throw ValidationError("--series goes with --to svg and --to png")
    }
    if !recording.isEmpty, to != .cast {
      throw ValidationError("--size, --speed and --theme go with --to cast")
    }
    if round != nil || client != nil || model != nil, !to.isParameters {
      throw ValidationError("--round, --client and --model go with --to adapter and --to model")
    }
  }

  func run() throws {
    let run = try RunCatalogue(directory: folder.runs).resolve(name)
    let destination = Destination(path: path, force: force)
    try destination.check()
    switch to {
    case .adapter, .model: try exportParameters(run, destination)
    default: try exportRecord(try RunReader(path: run), destination)
    }
  }

  private func exportRecord(_ reader: RunReader, _ destination: Destination) throws {
    let page = try reader.toldEvents()
    let events = page.events.map(\.event)
    switch to {
    case .csv:
      let table =
        try clients ? CSVTable(clients: events) : CSVTable(rounds: reader.snapshot())
      try destination.write(Data(table.text.utf8))
    case .jsonl:
      let lines = events.compactMap(JSONLines.line).map { $0 + "\n" }
      try destination.write(Data(lines.joined().utf8))
    case .tensorboard:
      let file = EventFile(page.events, created: reader.meta.created)
      let stamp = Int(reader.meta.created.timeIntervalSince1970)
      try destination.writeDirectory { directory in
        let path = "\(directory)/events.out.tfevents.\(stamp).fedtop.\(reader.name)"
        try OutputFile.replace(path, with: Data(file.bytes))
      }
    case .svg:
      try destination.write(Data((series ?? .accuracy).svg(reader.snapshot()).utf8))
    case .png:
      try destination.write(Data((series ?? .accuracy).png(reader.snapshot())))
    case .cast:
      let cast = try recording.recorder().cast(of: reader, events)
      try destination.write(Data(cast.text.utf8))
    case .adapter, .model: break
    }
  }

  private func exportParameters(_ run: String, _ destination: Destination) throws {
    let model = try StoredModel(path: run, round: round, moved: model)
    try destination.writeDirectory { directory in
      if to == .model {
        try model.writeModel(directory: directory, client: client)
      } else {
        try model.writeAdapter(directory: directory, client: client, finalPath: path)
      }
    }
    if to == .adapter, let note = model.adapterNote { StandardError.write("note: \(note)") }
    if let note = model.endNote { StandardError.write("note: \(note)") }
    if model.needsMeanClass {
      StandardError.write(
        "note: the head reads the mean over tokens, not the first one: in transformers use "
          + "\(MeanPooling.module).py beside the weights")
    }
  }
}
