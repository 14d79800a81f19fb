/** The process that test/functions/cloud/crashes.test.ts kills: one verb as a function of the framework, on a given port. */
import { getTestServer } from '@google-cloud/functions-framework/testing';

const [verb = '', port = ''] = process.argv.slice(2);
await import(`../../functions/${verb}/index.ts`);
getTestServer(verb).listen(Number(port), '127.0.0.1', () => process.stdout.write('up\n'));
