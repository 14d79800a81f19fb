/** `npm run house`: the state of the house in numbers, so that a change of its structure can say what it changed. */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path/posix';
import { arrowsAmong, circlesIn, floorsOf } from '#test/house/arrows.ts';
import { deadExportsAmong } from '#test/house/exports.ts';
import { longestFunctions } from '#test/house/functions.ts';
import { homonymsAmong } from '#test/house/homonyms.ts';
import { repeatsAmong } from '#test/house/repeats.ts';
import { isEntry, shippedFiles, testFiles } from '#test/house/sources.ts';

const shipped = shippedFiles();
const all = [...shipped, ...testFiles()];
const arrows = arrowsAmong(shipped);
const circles = circlesIn(arrows);
const folders = Map.groupBy(shipped, (file) => dirname(file));
const fullest = [...folders].sort(([, a], [, b]) => b.length - a.length).slice(0, 5);
const homonyms = homonymsAmong(shipped);
const dead = deadExportsAmong(shipped, all, isEntry);
const repeats = repeatsAmong(shipped, 6);
const head = spawnSync('git', ['log', '--oneline', '-1'], { encoding: 'utf8' }).stdout.trim();

console.log(`at                ${head}`);
console.log(
  `files             ${shipped.length} shipped in ${folders.size} folders, ${all.length - shipped.length} tests`,
);
console.log(`fullest folders   ${fullest.map(([folder, files]) => `${folder} ${files.length}`).join(', ')}`);
console.log(
  `import floors     ${floorsOf(arrows)}; within shared/domain ${floorsOf(arrowsAmong(shipped.filter(isDomain)))}`,
);
console.log(
  `circles           ${circles.length}${circles.map((circle) => `\n                  ${circle.join(' ⇄ ')}`).join('')}`,
);
console.log(
  `longest functions ${longestFunctions(shipped, 5)
    .map(({ name, file, lines }) => `${name} ${lines} (${file})`)
    .join(', ')}`,
);
console.log(`homonyms          ${homonyms.length}${homonyms.map(({ name }) => ` ${name}`).join('')}`);
console.log(
  `dead exports      ${dead.length}${dead.map(({ file, name }) => `\n                  ${file} ${name}`).join('')}`,
);
console.log(
  `repeats of six    ${repeats.length}${repeats.map(({ places }) => `\n                  ${places.join(' ~ ')}`).join('')}`,
);

function isDomain(file: string): boolean {
  return file.startsWith('shared/domain/');
}
