/** Reads a JSON body within its limits: size before reading, depth before parsing. Any Content-Type will do. */
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';

/**
 * The parsed body; an empty object for an empty body when `optional`. Throws a Rejection: too-large, invalid-json.
 * Clients of ListenBrainz send no Content-Type or text/plain, so it is not looked at.
 */
export async function readJson(request: Request, optional: boolean): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === '') {
    if (optional) return {};
    throw new Rejection('invalid-json', 'The body is empty; send a JSON object');
  }
  checkDepth(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Rejection('invalid-json', `The body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

async function readText(request: Request): Promise<string> {
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (Number(declared) > limits.bodyBytesMax) throw tooLarge();
    return request.text();
  }
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > limits.bodyBytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): Rejection {
  return new Rejection('too-large', `The body is over ${limits.bodyBytesMax} bytes; send smaller batches`);
}

const quote = 0x22;
const backslash = 0x5c;

/** Refuses nesting that would exhaust the stack of whoever walks the value. */
function checkDepth(text: string): void {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (inText) {
      if (unit === backslash) i++;
      else if (unit === quote) inText = false;
    } else if (unit === quote) inText = true;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > limits.jsonDepthMax)
        throw new Rejection('invalid-json', `The body nests deeper than ${limits.jsonDepthMax} levels`);
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
}
