/**
 * Where a bundle starts: runs the code beside it, with what V8 compiled of it for its first answers. A cache of another
 * Node, or none, changes nothing but the time a start takes: V8 refuses it and compiles the code itself.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

const filename = join(__dirname, 'code.js');

function cached(): Buffer | undefined {
  try {
    return readFileSync(join(__dirname, 'code.cache'));
  } catch {
    return undefined;
  }
}

const cachedData = cached();
const script = new Script(
  `(function(require,module,exports,__filename,__dirname){${readFileSync(filename, 'utf8')}\n})`,
  { filename, ...(cachedData && { cachedData }) },
);
script.runInThisContext()(require, module, exports, filename, __dirname);

/** Read by the code that writes the cache, once the verb has answered. */
module.exports = { script };
