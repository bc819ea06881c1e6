// Plotly.js with only the traces in use: it parses several times faster than the full bundle.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FLAT = ['scatter', 'heatmap', 'contour', 'histogram'];
const BUNDLES = {
    'plotly-2d': FLAT,
    'plotly-3d': [...FLAT, 'surface', 'scatter3d'],
};

function entry(traces) {
    const register = traces.map((trace) => `require('plotly.js/lib/${trace}')`).join(', ');
    return `const Plotly = require('plotly.js/lib/core');
Plotly.register([${register}]);
module.exports = Plotly;`;
}

function packageOf(input) {
    const path = input.split('node_modules/').at(-1).split('/');
    return path[0].startsWith('@') ? path.slice(0, 2).join('/') : path[0];
}

// Writes the bundles and returns the names of the packages whose code went into them.
export async function bundlePlotly(esbuild, modules, out) {
    const { version } = JSON.parse(readFileSync(join(modules, 'plotly.js/package.json'), 'utf8'));
    const packages = new Set();
    for (const [name, traces] of Object.entries(BUNDLES)) {
        const { metafile } = await esbuild.build({
            stdin: { contents: entry(traces), resolveDir: join(modules, '..'), sourcefile: 'entry.js' },
            outfile: join(out, `${name}.min.js`),
            bundle: true,
            format: 'iife',
            globalName: 'Plotly',
            minify: true,
            metafile: true,
            // Licences stand in licences.json, whole and once.
            legalComments: 'none',
            banner: { js: `/* plotly.js ${version} (MIT): ${traces.join(', ')} */` },
            target: 'es2020',
            logLevel: 'error',
            // The only style sheet on the way is that of maps, which are not in use.
            loader: { '.glsl': 'text', '.css': 'empty' },
            // What plotly.js sets in its own build.
            alias: { regl: '@plotly/regl', stream: 'stream-browserify' },
            define: { global: 'window', 'define.amd': 'false', 'process.env.NODE_DEBUG': 'false' },
        });
        for (const { inputs } of Object.values(metafile.outputs)) {
            for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
                if (!bytesInOutput || path.endsWith('.css')) continue;
                if (path.includes('node_modules/')) packages.add(packageOf(path));
            }
        }
    }
    return packages;
}
