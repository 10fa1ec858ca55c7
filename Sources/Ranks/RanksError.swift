/// Why the processes that were started together do not find together, in one line.
public enum RanksError: Error, Equatable, CustomStringConvertible {
  /// There is no library of MPI.
  case missing(Launcher.Family, problem: String)
  /// A library is neither Open MPI's nor of MPICH's kind.
  case foreign(library: String)
  /// MPI did not begin.
  case failed(library: String)
  /// Many processes were started, and each of them is alone.
  case alone(started: Int, found: Int)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .missing(let family, let problem):
      "there is no MPI (\(problem)): install \(family.package), or name its library in FEDTOP_MPI"
    case .foreign(let library):
      "\(library) is neither Open MPI 4 or 5 nor of the kind of MPICH: name another in FEDTOP_MPI"
    case .failed(let library):
      "\(library) does not begin: its own words are above"
    case .alone(let started, let found):
      "\(started) processes were started, but MPI knows of \(found): each would do the whole run; start them with the "
        + "mpirun of the library that fedtop finds (Open MPI's, or name another in FEDTOP_MPI), with srun --mpi=pmix (Open "
        + "MPI) or srun --mpi=pmi2 (MPICH), or give each --backend threads"
    }
  }

  /// Whether the command line is to be changed, and nothing be installed.
  public var isUsage: Bool { if case .alone = self { true } else { false } }
}
