// swift-tools-version: 6.2
import PackageDescription

// One strict setting for every Swift target: Swift 6 mode comes with the tools version, warnings are errors.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

// Vector loops must vectorise: -O3, and no promise about the order of a sum inside one kernel.
let kernelFlags: [CSetting] = [.unsafeFlags(["-O3"])]

let package = Package(
  name: "fedtop",
  products: [.executable(name: "fedtop", targets: ["fedtop"])],
  dependencies: [
    // The command line: parsing, help pages, completion scripts.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // The run file: SQLite with prepared statements, migrations and typed errors.
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    // Configuration and theme files, with line numbers in errors.
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    // The web page of `fedtop serve`: HTTP/1.1 over epoll, small, and with nothing behind it. What it earns: no parser of
    // requests from strangers, no chunked answers and no pool of sockets of our own. What it costs: half a minute of one core in
    // a clean build, 1.1 MB of the program.
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
  ],
  targets: [
    // Ground: plain things, the vocabulary of a run, and C.
    .target(name: "Plain", dependencies: ["CKernels"], swiftSettings: strict),
    .target(name: "Metrics", swiftSettings: strict),
    .target(name: "CKernels", cSettings: kernelFlags),
    .target(name: "CEmbedded"),
    .target(name: "CThemes"),
    .target(name: "CVersion"),
    .target(name: "CTerminal"),
    // MPI and oneDNN are opened while the program runs: nothing to link.
    .target(name: "CMPI"),
    .target(name: "COneDNN"),
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    // PNG and JPEG files, the formats of image sets: decoders that others have attacked for decades.
    .systemLibrary(name: "CImages", providers: [.apt(["libpng-dev", "libturbojpeg0-dev"])]),

    // One floor up: each room knows the ground and nothing of its neighbours.
    .target(
      name: "Transformer", dependencies: ["Plain", "CKernels", "COpenBLAS", "COneDNN"],
      swiftSettings: strict),
    .target(name: "Corpus", dependencies: ["Plain", "CImages"], swiftSettings: strict),
    .target(name: "Ranks", dependencies: ["CMPI"], swiftSettings: strict),
    .target(
      name: "RunStore",
      dependencies: ["Metrics", "Plain", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "TUI", dependencies: ["Metrics", "Plain", "TOMLKit", "CThemes"], swiftSettings: strict),

    // The federation, the terminal, and the page.
    .target(
      name: "Sim",
      dependencies: ["Transformer", "Corpus", "Ranks", "Metrics", "Plain", "CEmbedded"],
      swiftSettings: strict),
    .target(name: "Screen", dependencies: ["TUI", "CNcurses", "CTerminal"], swiftSettings: strict),
    .target(
      name: "Web",
      dependencies: [
        "TUI", "RunStore", "Metrics", "Plain", .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      swiftSettings: strict),

    // Over the federation: runs with their files, and what is made of them.
    .target(
      name: "Host",
      dependencies: [
        "Sim", "RunStore", "Transformer", "Corpus", "Ranks", "Metrics", "Plain", "CVersion",
      ],
      swiftSettings: strict),
    .target(
      name: "Export",
      dependencies: [
        "Host", "Sim", "RunStore", "Transformer", "Corpus", "Metrics", "Plain", "CEmbedded",
      ],
      swiftSettings: strict),
    .target(
      name: "Bench",
      dependencies: ["Host", "Sim", "RunStore", "Transformer", "Corpus", "Metrics", "Plain"],
      swiftSettings: strict),

    // The command line: one file a subcommand.
    .executableTarget(
      name: "fedtop",
      dependencies: [
        "Plain", "Metrics", "RunStore", "Transformer", "Corpus", "Ranks", "Sim", "Host", "Export",
        "Bench", "TUI", "Screen", "Web", "TOMLKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .testTarget(name: "HouseTests", swiftSettings: strict),
    .testTarget(name: "PlainTests", dependencies: ["Plain", "CKernels"], swiftSettings: strict),
    .testTarget(name: "MetricsTests", dependencies: ["Metrics"], swiftSettings: strict),
    // Counts allocations, for the tests that a steady training step makes none and that clients take next to nothing.
    .target(name: "CHeapWatch", path: "Tests/CHeapWatch"),
    .testTarget(
      name: "TransformerTests",
      dependencies: ["Transformer", "Plain", "CKernels", "COneDNN", "CHeapWatch"],
      exclude: ["Reference"], swiftSettings: strict),
    .testTarget(
      name: "CorpusTests", dependencies: ["Corpus", "Plain"], exclude: ["Reference"],
      swiftSettings: strict),
    .testTarget(
      name: "RanksTests", dependencies: ["Ranks"], swiftSettings: strict),
    .testTarget(
      name: "RunStoreTests",
      dependencies: [
        "RunStore", "Metrics", "Plain", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SimTests",
      dependencies: ["Sim", "Corpus", "Transformer", "Metrics", "Ranks", "Plain", "CHeapWatch"],
      exclude: ["Reference"], swiftSettings: strict),
    .testTarget(
      name: "TUITests", dependencies: ["TUI", "Metrics", "Plain"], exclude: ["Frames"],
      swiftSettings: strict),
    .testTarget(name: "ScreenTests", dependencies: ["Screen", "TUI"], swiftSettings: strict),
    .testTarget(
      name: "WebTests",
      dependencies: [
        "Web", "TUI", "RunStore", "Metrics", "Plain",
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ], swiftSettings: strict),
    .testTarget(
      name: "HostTests", dependencies: ["Host", "Sim", "RunStore", "Metrics", "Ranks", "Plain"],
      swiftSettings: strict),
    .testTarget(
      name: "ExportTests", dependencies: ["Export", "Host", "Metrics", "Plain"],
      exclude: ["Reference"], swiftSettings: strict),
    .testTarget(
      name: "BenchTests", dependencies: ["Bench", "Host", "Transformer", "Plain"],
      swiftSettings: strict),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "Plain", "Metrics", "Corpus", "Transformer", "Sim", "RunStore", "Export", "TUI", "Screen",
        "fedtop", "CHeapWatch",
      ], swiftSettings: strict),
    .testTarget(
      name: "FedtopTests",
      dependencies: ["fedtop", "Host", "RunStore", "TUI", "Screen", "Metrics", "Plain"],
      swiftSettings: strict),
  ],
  // The embedded encoder is taken in by #embed.
  cLanguageStandard: .gnu2x
)
