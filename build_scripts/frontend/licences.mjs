// Name, version and licence of every front-end package whose code or data is shipped.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(licen[cs]e|copying)/i;

function expression({ license, licenses }) {
    if (typeof license === 'string') return license;
    const old = license ? [license] : (licenses ?? []);
    return old.map((one) => one.type ?? one).join(' OR ') || 'unknown';
}

function homepage({ homepage, repository }) {
    const address = homepage ?? repository?.url ?? (typeof repository === 'string' ? repository : '');
    const web = address.replace(/^git\+/, '').replace(/^git:/, 'https:').replace(/\.git$/, '');
    return /^https?:/.test(web) ? web : '';
}

// A package found in node_modules, with the text of its licence files.
export function installedLicence(modules, name) {
    const folder = join(modules, name);
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort();
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
    return { name, version: about.version, licence: expression(about), text, homepage: homepage(about) };
}

// plotly.js carries its 3-D code already bundled. Its lock file still tells what went in;
// the licence texts are not shipped with it, so the list of parts stands for them.
export function prebuiltLicence(modules) {
    const plotly = installedLicence(modules, 'plotly.js');
    const lock = readFileSync(join(modules, 'plotly.js/stackgl_modules/package-lock.json'), 'utf8');
    const parts = Object.entries(JSON.parse(lock).packages)
        .filter(([path, about]) => path && !about.dev)
        .map(([path, about]) => [path.split('node_modules/').at(-1), about.version, about.license ?? 'unknown']);
    const lines = new Set(parts.map((part) => part.join(' ')));
    return {
        ...plotly,
        name: 'stackgl modules in plotly.js',
        licence: [...new Set(parts.map(([, , licence]) => licence))].sort().join(', '),
        text: `Each part with its version and licence:\n\n${[...lines].sort().join('\n')}`,
    };
}
