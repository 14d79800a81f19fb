/** The embedded home as `npm start` runs it, plus two paths for the bench: whether all is learned, and whether all is done. */
import { serve } from '@hono/node-server';
import { openHome } from '#functions/local/home.ts';
import { createLog } from '#shared/edge/log.ts';
import { tell } from '#test/bench/servers/told.ts';
import { operatorToken } from '#test/support/home.ts';

const [data = '', startsAt] = process.argv.slice(2);
/** Bench worlds have their own time, so that what is built one day is fresh on another. */
const offsetMs = startsAt === undefined ? 0 : Number(startsAt) * 1_000 - Date.now();
const home = await openHome({
  data,
  operatorToken,
  codeVersion: 'bench',
  log: createLog('ERROR'),
  now: () => Date.now() + offsetMs,
});

const waiting = (subscription: string): number => home.stores.queue.backlog()[subscription]?.waiting ?? 0;
const server = serve(
  {
    port: 0,
    hostname: '127.0.0.1',

    fetch: async (request, peer) => {
      if (request.url.endsWith('/bench/learned')) return new Response(String(waiting('learn')));
      if (request.url.endsWith('/bench/idle')) {
        await home.idle();
        return new Response('idle');
      }
      return home.fetch(request, peer as never);
    },
  },
  () => tell(server, () => Promise.resolve(home[Symbol.asyncDispose]())),
);
