// The Lucide icons in use as one SVG sprite: <svg><use href="...icons.svg#name"/></svg>.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ATTRIBUTES =
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ' +
    'stroke-linecap="round" stroke-linejoin="round"';

function symbol(modules, name) {
    const path = join(modules, 'lucide-static/icons', `${name}.svg`);
    if (!existsSync(path)) throw new Error(`assets/icons/lucide.txt: Lucide has no icon named "${name}"`);
    const inner = readFileSync(path, 'utf8').match(/<svg[^>]*>(.*)<\/svg>/s)[1];
    return `<symbol id="${name}" ${ATTRIBUTES}>${inner.replace(/\s*\n\s*/g, '')}</symbol>`;
}

// `list` holds one icon name a line; blank lines and lines that start with # are skipped.
export function writeIcons(modules, list, out) {
    const names = readFileSync(list, 'utf8').split(/\r?\n/).map((line) => line.trim());
    const wanted = [...new Set(names.filter((name) => name && !name.startsWith('#')))].sort();
    const symbols = wanted.map((name) => symbol(modules, name)).join('\n');
    writeFileSync(out, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`);
}
