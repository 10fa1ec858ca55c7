import Foundation
import Metrics

extension RunWriter {
  /// Makes the file of a new run in `directory` that goes on from the end of a round of another
  /// run, and takes hold of it.
  ///
  /// The parent may be live, finished or interrupted, and is not changed. The new file holds the
  /// parent's events up to that round and its checkpoint, so it stands alone. Its `run_started`
  /// names the new run, its parent and the configuration of `provenance`.
  ///
  /// - Parameters:
  ///   - path: the parent's file.
  ///   - round: the last round that both share; 0: only the initialisation.
  ///   - directory: where runs are kept; made when missing.
  ///   - provenance: what is needed to compute the new run again; its parent is filled in.
  ///   - commands: knob changes that wait in the new file, stamped with the rounds they are for.
  ///   - notesThrough: the round up to which the parent's notes go along, marked as its own; nil: `round`.
  ///   - policy: which checkpoints the new file keeps.
  ///   - date: when the new run starts.
  ///   - adjust: changes what else is new in `run_started`, such as the number of rounds.
  /// - Returns: the writer, and the checkpoint to go on from.
  /// - Throws: `noCheckpoint` when the checkpoint of that round was thinned, `damaged` when the
  ///   parent is not whole up to there, and the errors of `RunReader` and `create`.
  public static func fork(
    from path: String, round: Int, directory: String, provenance: Provenance,
    commands: [CommandRecord] = [], notesThrough: Int? = nil,
    policy: CheckpointPolicy = .standard, date: Date = Date(),
    adjusting adjust: (inout RunStarted) -> Void = { _ in }
  ) throws(StoreError) -> (writer: RunWriter, checkpoint: Checkpoint) {
    let parent = try RunReader(path: path)
    var history = try parent.read {
      try SharedHistory(of: parent.path, throughRound: round, in: $0)
    }
    history.commands = commands
    history.notes = try parent.controls().filter { $0.round <= notesThrough ?? round }
      .compactMap(\.ofParent)
    let origin = RunStarted.Parent(run: parent.name, round: round)
    history.adjustStart { started in
      started.config = provenance.configuration
      started.parent = origin
      adjust(&started)
    }
    var provenance = provenance
    provenance.parent = origin
    let writer = try create(
      directory: directory, method: parent.meta.method, provenance: provenance, policy: policy,
      date: date, history: history)
    return (writer, history.checkpoint)
  }
}
