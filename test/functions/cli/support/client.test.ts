import { expect, test } from 'vitest';
import { connect, greet } from '#functions/cli/support/client.ts';
import { Failure, Refused } from '#functions/cli/support/failure.ts';
import { answer, startStandin, token } from '#test/functions/cli/standin.ts';

const listen = { userId: 'ada', itemId: 'i1', listenedAt: 1_690_347_960 };

/** A pause that takes no time and remembers how long it should have been. */
function patientPause() {
  const waited: number[] = [];
  return { waited, pause: async (milliseconds: number) => waited.push(milliseconds) };
}

test('connect: a busy server is asked again, after as long as it asked for', async () => {
  await using server = await startStandin();
  const { waited, pause } = patientPause();
  server.trouble.push(
    (response) => answer(response, 503, { detail: 'busy' }, { 'retry-after': '2' }),
    (response) => answer(response, 503, { detail: 'busy' }),
    (response) => response.destroy(),
    (response) => answer(response, 429, { detail: 'slow down' }, { 'retry-after': '9999' }),
    (response) => answer(response, 500, 'oops', { 'retry-after': 'soon' }),
  );
  const result = await connect({ url: server.url, token, pause }).sendListens([listen]);
  expect(result).toEqual({ accepted: 1, rejected: [] });
  expect(waited).toEqual([2000, 500, 1000, 60_000, 4000]);
});

test('connect: patience ends with the reason', async () => {
  await using server = await startStandin();
  const { waited, pause } = patientPause();
  for (let i = 0; i < 20; i++) server.trouble.push((response) => answer(response, 503, { detail: 'still busy' }));
  await expect(connect({ url: server.url, token, pause }).sendListens([listen])).rejects.toThrow(/503 still busy/);
  expect(waited).toHaveLength(7);
});

test('connect: a refused token is told at once, with what would be right', async () => {
  await using server = await startStandin();
  const { waited, pause } = patientPause();
  const refused = connect({ url: `${server.url}/`, token: 'wrong', pause }).sendListens([listen]);
  await expect(refused).rejects.toThrow(Refused);
  await expect(refused).rejects.toThrow(/refuses the token \(401 unknown token\).*--token or SEGUE_TOKEN/);
  expect(waited).toEqual([]);
});

test('greet: an address without a Segue is told at once', async () => {
  let url: string;
  {
    await using server = await startStandin();
    url = server.url;
    await greet(url);
  }
  await expect(greet(url)).rejects.toThrow(`No Segue answers at "${url}" (ECONNREFUSED)`);
  await expect(greet('localhost')).rejects.toThrow(Failure);
  await expect(greet('localhost:8080')).rejects.toThrow(/give one such as http:/);
});
