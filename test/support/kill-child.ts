/** The process that test/support/kills.ts kills: an embedded home on a port, told over stdout when it is up. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { openHome } from '#functions/local/home.ts';
import { createLog } from '#shared/edge/log.ts';

const [data = '', operatorToken = ''] = process.argv.slice(2);
const home = await openHome({ data, operatorToken, codeVersion: 'test', log: createLog('ERROR') });
const server = serve({ fetch: home.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false });
server.once('listening', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
