/** Application default credentials as Google Cloud gives them to a function: a token from the metadata server. */
import { request } from 'node:http';

/** Tokens are renewed this long before they end; the server makes a new one from five minutes on. */
const renewBeforeMs = 4 * 60_000;

/** A token of the function's own service account, kept until shortly before it ends. */
export function createAccessToken(host = process.env.GCE_METADATA_HOST ?? 'metadata.google.internal') {
  let token: Promise<{ text: string; goodUntil: number }> | undefined;
  return async (): Promise<string> => {
    token ??= fetchToken(host);
    try {
      const { text, goodUntil } = await token;
      if (goodUntil > Date.now()) return text;
    } catch (error) {
      token = undefined;
      throw error;
    }
    token = fetchToken(host);
    return (await token).text;
  };
}

/** Emulators let everything pass that carries this. */
export const emulatorToken = async (): Promise<string> => 'owner';

const path = '/computeMetadata/v1/instance/service-accounts/default/token';

function fetchToken(host: string): Promise<{ text: string; goodUntil: number }> {
  const explain = (cause: unknown) =>
    new Error(
      `Cannot get an access token from "${host}": functions that answer HTTP run on Google Cloud or emulators`,
      {
        cause,
      },
    );
  return new Promise((resolve, reject) => {
    const headers = { 'metadata-flavor': 'Google' };
    const sent = request(`http://${host}${path}`, { headers, timeout: 5_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(explain(new Error(`${response.statusCode} ${text}`)));
        const { access_token, expires_in } = JSON.parse(text) as { access_token: string; expires_in: number };
        resolve({ text: access_token, goodUntil: Date.now() + expires_in * 1_000 - renewBeforeMs });
      });
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer within 5 s')));
    sent.once('error', (error) => reject(explain(error)));
    sent.end();
  });
}
