#include "CThemes.h"

static const char standard[] = {
#embed "../../themes/default.toml"
};

static const char ansi[] = {
#embed "../../themes/ansi.toml"
};

static const char aurora[] = {
#embed "../../themes/aurora.toml"
};

static const char cividis[] = {
#embed "../../themes/cividis.toml"
};

static const char cividis_light[] = {
#embed "../../themes/cividis-light.toml"
};

static const char ember[] = {
#embed "../../themes/ember.toml"
};

static const char high_contrast[] = {
#embed "../../themes/high-contrast.toml"
};

static const char high_contrast_light[] = {
#embed "../../themes/high-contrast-light.toml"
};

static const char lagoon[] = {
#embed "../../themes/lagoon.toml"
};

static const char lagoon_light[] = {
#embed "../../themes/lagoon-light.toml"
};

static const char light[] = {
#embed "../../themes/light.toml"
};

static const char mono[] = {
#embed "../../themes/mono.toml"
};

static const char orchid[] = {
#embed "../../themes/orchid.toml"
};

static const char paper[] = {
#embed "../../themes/paper.toml"
};

static const struct fedtop_theme themes[] = {
    {"default", standard, sizeof standard},
    {"ansi", ansi, sizeof ansi},
    {"aurora", aurora, sizeof aurora},
    {"cividis", cividis, sizeof cividis},
    {"cividis-light", cividis_light, sizeof cividis_light},
    {"ember", ember, sizeof ember},
    {"high-contrast", high_contrast, sizeof high_contrast},
    {"high-contrast-light", high_contrast_light, sizeof high_contrast_light},
    {"lagoon", lagoon, sizeof lagoon},
    {"lagoon-light", lagoon_light, sizeof lagoon_light},
    {"light", light, sizeof light},
    {"mono", mono, sizeof mono},
    {"orchid", orchid, sizeof orchid},
    {"paper", paper, sizeof paper},
};

size_t fedtop_theme_count(void) { return sizeof themes / sizeof *themes; }

struct fedtop_theme fedtop_theme(size_t index) { return themes[index]; }
