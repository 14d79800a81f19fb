/** The document's examples, each made of a home; and an independent linter. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '#shared/edge/http/openapi.ts';
import type { v1 } from '#shared/edge/http/v1.ts';
import { type Described, readDocument } from '#test/edge/http/openapi/document.ts';
import { routes } from '#test/security/routes.ts';
import { openScene, type Scene, shown } from '#test/security/scene.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';

/** Its own types want libraries of the web: these are the two functions that are called. */
type Found = { readonly ruleId: string; readonly message: string; readonly location: readonly { pointer?: string }[] };
type Linter = {
  readonly createConfig: (config: object) => Promise<object>;
  readonly lintFromString: (asked: object) => Promise<readonly Found[]>;
};
const linter: string = '@redocly/openapi-core';

const document = readDocument(openApi());
/** What erases is last: nothing of Ada is left for the others. */
const last = ['deleteListens', 'deleteUser'];
const ordered = document.operations.toSorted((a, b) => last.indexOf(a.id) - last.indexOf(b.id));

describe('openApi: its examples', () => {
  let opened: TestHome;
  let scene: Scene;
  beforeAll(async () => {
    opened = await openTestHome(monday, shown);
    scene = await openScene(opened);
    for (const id of ['putItems', 'postListens']) await ask(ordered.find((each) => each.id === id) as Described);
    await opened.settled();
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  /** What stands in the path is the home's, where it made it itself: ids of editions, tokens, receipts, models. */
  const ask = (operation: Described) => {
    const query = operation.parameters.filter(({ in: where, example }) => where === 'query' && example !== undefined);
    const [path = ''] = routes[operation.id as keyof typeof v1].path(scene, 'operator').split('?');
    const search = new URLSearchParams(Object.fromEntries(query.map(({ name, example }) => [name, String(example)])));
    return scene.call(
      operation.method,
      `${path}${search.size > 0 ? `?${search}` : ''}`,
      exampleOf(operation),
      'operator',
    );
  };
  const exampleOf = ({ requestBody }: Described) => Object.values(requestBody?.content ?? {})[0]?.example;

  it.each(ordered)('I12 $id: is answered as documented', async (operation) => {
    const { status, headers, text } = await ask(operation);
    expect(status, text).toBeLessThan(300);
    const { content, headers: promised = {} } = operation.responses[status] as Described['responses'][string];
    for (const name of Object.keys(promised)) expect(headers.get(name), name).not.toBeNull();
    const type = headers.get('content-type') ?? '';
    if (content === undefined) return expect(text).toBe('');
    const body = /[/+]json$/.test(type) ? JSON.parse(text) : text;
    expect(document.faults(content[type]?.schema ?? {}, body), text.slice(0, 300)).toBeUndefined();
  });

  it('every path parameter and every body has one that fits its schema', () => {
    const unfit = document.operations.flatMap((operation) => {
      const [given] = Object.values(operation.requestBody?.content ?? {});
      return [
        ...operation.parameters
          .filter(({ in: where, example }) => where === 'path' || example !== undefined)
          .map(({ name, schema, example }) => [name, document.wrongs(schema, example)] as const),
        ...(given === undefined ? [] : [['body', document.wrongs(given.schema, given.example)] as const]),
      ].flatMap(([name, wrong]) => (wrong === undefined ? [] : [`${operation.id} ${name}: ${wrong}`]));
    });
    expect(unfit).toEqual([]);
  });
});

it('openApi: a linter that knows nothing of us finds nothing to warn of', async () => {
  const { createConfig, lintFromString }: Linter = await import(linter);
  const lint = async (source: string) => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const found = await lintFromString({ source, absoluteRef: 'openapi.json', config });
    return found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`);
  };
  expect(await lint(JSON.stringify(openApi()))).toEqual([]);
  const broken = JSON.stringify(openApi()).replace('"operationId":"getUser",', '');
  expect(await lint(broken)).toHaveLength(1);
});
