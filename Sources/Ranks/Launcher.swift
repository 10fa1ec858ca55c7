/// Who started this process as one of many, as the environment tells.
public struct Launcher: Sendable, Equatable {
  /// Whose library of MPI belongs to it; nil: nobody said.
  public var family: Family?
  /// Processes that it started.
  public var size: Int
  /// Which of them this is, from 0.
  public var rank: Int
  /// How many of them are on this machine; nil: nobody said.
  public var localSize: Int?
  /// Whether no process before this one is on its machine, as far as somebody said.
  public var isFirstOfHost: Bool

  /// A family of libraries with one binary interface.
  public enum Family: Sendable, Equatable {
    /// Open MPI 4 and 5.
    case openMPI
    /// MPICH, and Intel's, Cray's and MVAPICH.
    case mpich

    /// File names of its libraries, the likeliest first.
    var libraries: [String] {
      switch self {
      case .openMPI: ["libmpi.so.40", "libmpi.so"]
      case .mpich: ["libmpich.so.12", "libmpi.so.12", "libmpi_cray.so.12", "libmpich.so"]
      }
    }

    /// What to install on Debian, and its name.
    var package: String {
      switch self {
      case .openMPI: "Open MPI (Debian: apt-get install openmpi-bin)"
      case .mpich: "MPICH (Debian: apt-get install mpich)"
      }
    }
  }

  /// Makes a launcher; see the properties.
  public init(
    family: Family?, size: Int, rank: Int, localSize: Int? = nil, isFirstOfHost: Bool = true
  ) {
    self.family = family
    self.size = size
    self.rank = rank
    self.localSize = localSize
    self.isFirstOfHost = isFirstOfHost
  }

  /// Finds out from the environment of a process; nil: nobody started it together with others.
  ///
  /// The number of tasks of a Slurm job says nothing: it is set in its script too, and under `mpirun` it counts nodes.
  public init?(environment: [String: String]) {
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    func isFirst(_ name: String) -> Bool { number(name) ?? 0 == 0 }
    if let size = number("OMPI_COMM_WORLD_SIZE") {
      self.init(
        family: .openMPI, size: size, rank: number("OMPI_COMM_WORLD_RANK") ?? 0,
        localSize: number("OMPI_COMM_WORLD_LOCAL_SIZE"),
        isFirstOfHost: isFirst("OMPI_COMM_WORLD_LOCAL_RANK"))
    } else if let size = number("PMI_SIZE") {
      self.init(
        family: .mpich, size: size, rank: number("PMI_RANK") ?? 0,
        localSize: number("MPI_LOCALNRANKS"), isFirstOfHost: isFirst("MPI_LOCALRANKID"))
    } else if let size = number("SLURM_STEP_NUM_TASKS") {
      let hasPMIx = environment["PMIX_RANK"] != nil
      // A step of one task needs no MPI.
      guard size > 1 || hasPMIx else { return nil }
      self.init(
        family: hasPMIx ? .openMPI : nil, size: size, rank: number("SLURM_PROCID") ?? 0,
        isFirstOfHost: isFirst("SLURM_LOCALID"))
    } else {
      return nil
    }
  }
}
