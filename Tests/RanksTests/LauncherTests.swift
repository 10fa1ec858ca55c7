import Testing

@testable import Ranks

struct LauncherTests {
  @Test func openMPISaysWhoIsWho() {
    let launcher = Launcher(environment: [
      "OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_LOCAL_SIZE": "2",
      // Set by its own daemons, and in an allocation of Slurm.
      "PMIX_RANK": "3", "SLURM_STEP_NUM_TASKS": "2",
    ])
    #expect(launcher == Launcher(family: .openMPI, size: 4, rank: 3, localSize: 2))
  }

  @Test func soDoesMPICH() {
    let launcher = Launcher(environment: [
      "PMI_SIZE": "2", "PMI_RANK": "1", "MPI_LOCALNRANKS": "2",
    ])
    #expect(launcher == Launcher(family: .mpich, size: 2, rank: 1, localSize: 2))
  }

  @Test func aStepOfSlurmSaysWhichPlugIn() {
    let step = ["SLURM_STEP_NUM_TASKS": "3", "SLURM_PROCID": "2"]
    #expect(Launcher(environment: step) == Launcher(family: nil, size: 3, rank: 2))
    let pmix = step.merging(["PMIX_RANK": "2"]) { $1 }
    #expect(Launcher(environment: pmix) == Launcher(family: .openMPI, size: 3, rank: 2))
  }

  @Test func oneProcessOfAMachineIsItsFirst() {
    for (size, local) in [
      ("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"), ("PMI_SIZE", "MPI_LOCALRANKID"),
      ("SLURM_STEP_NUM_TASKS", "SLURM_LOCALID"),
    ] {
      #expect(Launcher(environment: [size: "4", local: "0"])?.isFirstOfHost == true)
      #expect(Launcher(environment: [size: "4", local: "1"])?.isFirstOfHost == false)
      // Where nobody says, each speaks for itself.
      #expect(Launcher(environment: [size: "4"])?.isFirstOfHost == true)
    }
  }

  @Test func whoIsAloneHasNone() {
    #expect(Launcher(environment: [:]) == nil)
    // The script of a batch job, and a step of one task.
    #expect(Launcher(environment: ["SLURM_NTASKS": "4", "SLURM_PROCID": "0"]) == nil)
    #expect(Launcher(environment: ["SLURM_STEP_NUM_TASKS": "1"]) == nil)
  }

  @Test func aLibraryThatIsNotThereIsNamed() {
    #expect {
      try MPIWire(nil, library: "libmpi-that-is-not-there.so")
    } throws: { error in
      guard case .missing(.openMPI, let problem)? = error as? RanksError else { return false }
      return problem.contains("libmpi-that-is-not-there.so")
    }
  }

  @Test func aLibraryOfSomethingElseIsRefused() {
    #expect(throws: RanksError.foreign(library: "libc.so.6")) {
      try MPIWire(nil, library: "libc.so.6")
    }
  }

  @Test func manyWithoutMPIAreRefused() {
    #expect(throws: RanksError.alone(started: 3, found: 1)) {
      try MPIWire(Launcher(family: nil, size: 3, rank: 0), library: nil)
    }
  }
}
