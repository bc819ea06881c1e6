// Turns the installed front-end packages into assets/static/vendor.
//
//   node main.mjs PACKAGES OUT ICONS
//
// PACKAGES  folder that holds node_modules, filled from assets/package-lock.json
// OUT       folder to make; it appears complete or not at all
// ICONS     text file with one Lucide icon name a line
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { writeFonts } from './fonts.mjs';
import { writeIcons } from './icons.mjs';
import { installedLicence, prebuiltLicence } from './licences.mjs';
import { bundlePlotly } from './plotly.mjs';

const [packages, out, icons] = process.argv.slice(2).map((path) => resolve(path));
const modules = join(packages, 'node_modules');
const require = createRequire(join(packages, 'package.json'));

// Text worth sending compressed; fonts are compressed already.
const COMPRESSIBLE = /\.(js|css|svg|json)$/;
const SMALLEST_TO_COMPRESS = 1024;

function compress(folder) {
    for (const entry of readdirSync(folder, { recursive: true })) {
        if (!COMPRESSIBLE.test(entry)) continue;
        const text = readFileSync(join(folder, entry));
        if (text.length < SMALLEST_TO_COMPRESS) continue;
        writeFileSync(join(folder, `${entry}.gz`), gzipSync(text, { level: 9 }));
    }
}

async function writeVendor(folder) {
    const shipped = new Set(['htmx.org', 'lucide-static']);
    for (const name of await bundlePlotly(require('esbuild'), modules, folder)) shipped.add(name);
    for (const name of writeFonts(modules, folder)) shipped.add(name);
    writeIcons(modules, icons, join(folder, 'icons.svg'));
    cpSync(join(modules, 'htmx.org/dist/htmx.min.js'), join(folder, 'htmx.min.js'));

    const licences = [...shipped].map((name) => installedLicence(modules, name));
    licences.push(prebuiltLicence(modules));
    licences.sort((a, b) => a.name.localeCompare(b.name, 'en'));
    writeFileSync(join(folder, 'licences.json'), `${JSON.stringify(licences, null, 1)}\n`);
    compress(folder);
}

const draft = `${out}.draft`;
rmSync(draft, { recursive: true, force: true });
mkdirSync(draft, { recursive: true });
await writeVendor(draft);
rmSync(out, { recursive: true, force: true });
renameSync(draft, out);
