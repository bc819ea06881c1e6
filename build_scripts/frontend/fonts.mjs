// The two type families of the interface, as woff2 subsets with one style sheet.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FAMILIES = [
    {
        package: '@fontsource-variable/inter',
        family: 'Inter',
        file: (subset) => `inter-${subset}-wght-normal.woff2`,
        shipped: (subset) => `inter-${subset}.woff2`,
        // One variable file a subset serves every weight.
        weights: ['100 900'],
        subsets: ['latin-ext', 'greek', 'latin'],
    },
    {
        package: '@fontsource/ibm-plex-mono',
        family: 'IBM Plex Mono',
        file: (subset, weight) => `ibm-plex-mono-${subset}-${weight}-normal.woff2`,
        shipped: (subset, weight) => `plex-mono-${subset}-${weight}.woff2`,
        weights: ['400', '500', '600'],
        // The family has no Greek; the style sheets fall back to Inter for it.
        subsets: ['latin-ext', 'latin'],
    },
];

function face(family, weight, file, range) {
    return `@font-face {
  font-family: '${family}';
  font-style: normal;
  font-weight: ${weight};
  font-display: swap;
  src: url(fonts/${file}) format('woff2');
  unicode-range: ${range};
}
`;
}

// Writes fonts/*.woff2 and fonts.css; returns the names of the packages used.
export function writeFonts(modules, out) {
    mkdirSync(join(out, 'fonts'));
    const faces = [];
    for (const family of FAMILIES) {
        const source = join(modules, family.package);
        const ranges = JSON.parse(readFileSync(join(source, 'unicode.json'), 'utf8'));
        for (const weight of family.weights) {
            for (const subset of family.subsets) {
                const file = family.shipped(subset, weight);
                copyFileSync(join(source, 'files', family.file(subset, weight)), join(out, 'fonts', file));
                faces.push(face(family.family, weight, file, ranges[subset]));
            }
        }
    }
    writeFileSync(join(out, 'fonts.css'), faces.join('\n'));
    return FAMILIES.map((family) => family.package);
}
