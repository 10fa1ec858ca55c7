/// Everything a run can be asked to do; the defaults are the embedded experiment.
///
/// One flat value; `Setting.all` gives each field its key, bounds and help, and is the only list of them.
public struct Settings: Sendable, Equatable {
  // What is trained, on what.
  /// `embedded`, a model of the library, or a Hugging Face directory.
  public var model = "embedded"
  /// `auto`, `first` or `mean`.
  public var pooling = "auto"
  /// Longest sequence in tokens.
  public var maxLength = 128
  /// `float32` or `bf16`: products with frozen weights.
  public var precision = "float32"
  /// A task, a data set of the library, or a file.
  public var data = "question"
  /// Column of the text; empty: guessed.
  public var textColumn = ""
  /// Column of the second text; empty: guessed.
  public var pairColumn = ""
  /// Column of the label; empty: guessed.
  public var labelColumn = ""
  /// Training samples of an embedded task, or the most to use of a file; 0: all.
  public var trainSamples = 0
  /// Test samples of an embedded task, or the most to use of a file; 0: all.
  public var testSamples = 0
  /// Share held out of a file without a test split.
  public var testFraction = 0.2

  // The federation.
  /// Registry name of the method.
  public var method = "fibecfed"
  /// Clients.
  public var clients = 100
  /// Clients of one round.
  public var cohort = 10
  /// Rounds.
  public var rounds = 30
  /// How samples are divided: `iid`, `dirichlet`, `quantity`, `natural`.
  public var partition = "dirichlet"
  /// Dirichlet concentration over labels.
  public var alpha = 1.0
  /// Dirichlet concentration over client sizes.
  public var sizeAlpha = 5.0
  /// Fewest training samples of a client.
  public var minimumSamples = 4
  /// Chance that a sampled client drops out of its round.
  public var dropout = 0.0

  // Local training.
  /// Samples a batch.
  public var batch = 8
  /// Passes over its data a client makes in a round.
  public var localEpochs = 2
  /// `adamw` or `sgd`.
  public var optimizer = "adamw"
  /// Learning rate of the first round.
  public var learningRate = 5e-3
  /// `paced` (constant while the curriculum's share grows, then to zero in a line), `linear` or `constant`.
  public var schedule = "paced"
  /// Decoupled weight decay.
  public var weightDecay = 0.01
  /// Momentum of SGD.
  public var momentum = 0.9
  /// Largest norm of a gradient; 0: no clipping.
  public var clip = 1.0
  /// Whether clients keep their optimiser's moments between rounds.
  public var keepMoments = false

  // Modules.
  /// Rank of LoRA.
  public var rank = 8
  /// α of LoRA; the product is scaled by α / rank.
  public var loraAlpha = 16.0
  /// Linear maps with LoRA, by commas.
  public var targets = "query,value"
  /// Width of a bottleneck adapter.
  public var adapterSize = 16
  /// Positions of a prefix.
  public var prefixLength = 8
  /// `shared`, `personal` or `frozen`.
  public var head = "shared"

  // Curriculum.
  /// Pacing function.
  public var pacing = "linear"
  /// Share of the batches in the first round.
  public var beta = 0.2
  /// Part of the rounds after which everything is used.
  public var pacingEnd = 0.8
  /// Exponent of the p-root pacing.
  public var pacingPower = 3.0
  /// What is sorted: `sample` or `batch`.
  public var unit = "sample"
  /// How the samples in use are visited: `sorted`, or `shuffled` into new batches each epoch.
  public var visit = "sorted"
  /// `easy`, `hard` or `random` first.
  public var order = "easy"
  /// Whether every prefix has the client's mix of labels (`label`) or comes as it is sorted (`none`).
  public var balance = "label"

  // Layers and masks.
  /// `auto` (the gap rule), `gap`, `plateau`, `all`, `none`, a count, or a fraction below 1.
  public var gal = "0.5"
  /// Which side of the gap is kept: `above` or `below`.
  public var gapSide = "above"
  /// `own` or `accumulated`.
  public var layerScore = "own"
  /// `sensitivity`, `reverse` or `random`.
  public var layerOrder = "sensitivity"
  /// Relative norm of the noise.
  public var noise = 0.01
  /// `l2` or `infinity`.
  public var noiseNorm = "l2"
  /// Samples a client scores layers on.
  public var noiseSamples = 16
  /// Clients that score layers; 0: all.
  public var layerClients = 0
  /// Kept fraction of neurons in the layers that are not global.
  public var sparsity = 0.5
  /// Momentum γ of the Fisher average.
  public var gamma = 0.9
  /// What is masked: `rows`, `output` or `entry`.
  public var neurons = "rows"
  /// Where the Fisher of the mask comes from: `training` or a `pass` of its own.
  public var maskFisher = "training"
  /// Participations a client trains unmasked.
  public var maskWarmup = 1

  // Other methods' constants.
  /// Weight μ of MOON's contrastive loss.
  public var moonMu = 1.0
  /// Temperature τ of MOON.
  public var moonTemperature = 0.5

  // Evaluation and the virtual clock.
  /// Rounds between evaluations.
  public var evaluateEvery = 1
  /// Tokens a second that a median client trains.
  public var clientSpeed = 2_000.0
  /// Spread of the clients' speeds: standard deviation of the logarithm.
  public var speedSpread = 0.3
  /// Uplink of a client, bytes a second.
  public var uplink = 1_250_000.0
  /// Downlink of a client, bytes a second.
  public var downlink = 5_000_000.0
  /// Longest a round waits for a client, virtual seconds; 0: for ever.
  public var deadline = 0.0

  // Guards.
  /// Bytes, both directions, after which the run holds or ends; 0: none.
  public var byteBudget = 0
  /// Accuracy at which the run holds or ends; 0: none.
  public var targetAccuracy = 0.0
  /// Training loss above which the run holds or ends; 0: none.
  public var divergence = 0.0
  /// Whether `any` client, only `all` of a cohort, or no (`off`) client whose numbers are not finite fires a guard.
  public var failureGuard = "all"

  // The run.
  /// Seed of every draw.
  public var seed = 42
  /// Workers; 0: one a core.
  public var workers = 0
  /// Where run files go.
  public var runs = "runs"

  /// The embedded experiment.
  public init() {}
}
