/** Requests for an operation, made from nothing but the document and ids that are known to be there. */
import fc from 'fast-check';
import type { Described, Document, Parameter, Schema } from '#test/edge/http/openapi/document.ts';
import { fitting, hostile, spoiled } from '#test/edge/http/openapi/values.ts';

export type Caller = 'operator' | 'user' | 'nobody' | 'stranger';

export type Asked = {
  readonly caller: Caller;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** What is wrong with it by the document; nothing when it fits. */
  readonly wrong: string | undefined;
};

/** Values that are there, by the name of the parameter. */
export type Known = Readonly<Record<string, readonly string[]>>;

type Context = { readonly document: Document; readonly known: Known };

export function requestsOf(operation: Described, context: Context): fc.Arbitrary<Asked> {
  const of = (where: string): readonly Parameter[] => operation.parameters.filter((each) => each.in === where);
  return fc
    .record({
      caller: fc.oneof(
        { weight: 4, arbitrary: fc.constant<Caller>('operator') },
        { weight: 3, arbitrary: fc.constant<Caller>('user') },
        { weight: 1, arbitrary: fc.constantFrom<Caller>('nobody', 'stranger') },
      ),
      segments: fc.tuple(...of('path').map((each) => segmentOf(each, context))),
      query: fc.tuple(...of('query').map((each) => fc.option(queryValueOf(each, context), { freq: 2 }))),
      headers: fc.record({ accept: anyAccept, 'if-none-match': fc.constantFrom('*', '"none"') }, { requiredKeys: [] }),
      body: bodyOf(operation, context),
    })
    .map(({ caller, segments, query, headers, body }) => {
      const path = of('path').reduce(
        (text, { name }, nth) => text.replace(`{${name}}`, () => encoded(segments[nth] as string)),
        operation.path,
      );
      const asked = of('query').flatMap(({ name }, nth) => (query[nth] == null ? [] : [[name, query[nth] as string]]));
      const search = asked.length === 0 ? '' : `?${new URLSearchParams(asked as [string, string][])}`;
      const faults = [
        ...of('path').map((each, nth) => wrongText(each, segments[nth] as string, context)),
        ...of('query').map((each, nth) => (query[nth] == null ? undefined : wrongText(each, query[nth], context))),
        wrongBody(operation, body, context),
      ];
      const wrong = faults.find((fault) => fault !== undefined);
      return { caller, method: operation.method, path: `${path}${search}`, headers, body, wrong };
    });
}

const anyAccept = fc.constantFrom(
  ...['*/*', 'application/json', 'application/jspf+json', 'audio/x-mpegurl, */*;q=0.1', 'text/html', ';;q=x,,'],
);

function segmentOf({ name, schema }: Parameter, { document, known }: Context): fc.Arbitrary<string> {
  const there = known[name] ?? [];
  const made = fitting(schema, document.resolved).map(String);
  const any = fc.oneof({ weight: 3, arbitrary: made }, { weight: 1, arbitrary: hostile.map(asText) });
  // An empty segment and dots are resolved away by every client: another path altogether.
  const inPlace = any.filter((text) => text !== '' && text !== '.' && text !== '..');
  if (there.length === 0) return inPlace;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: inPlace });
}

function queryValueOf({ name, schema }: Parameter, { document, known }: Context): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fitting(schema, document.resolved).map(String) },
    { weight: 1, arbitrary: hostile.map(asText) },
    ...(known[name] === undefined ? [] : [{ weight: 4, arbitrary: fc.constantFrom(...known[name]) }]),
  );
}

/** Undefined sends none. */
function bodyOf({ requestBody }: Described, { document }: Context): fc.Arbitrary<string | undefined> {
  if (requestBody === undefined) return fc.constant(undefined);
  if (isFile(requestBody.content)) return fc.oneof(fc.constantFrom(undefined, '', ...files), hostile.map(asText));
  const fits = fitting(jsonOf(requestBody.content), document.resolved);
  return fc.oneof(
    { weight: 5, arbitrary: fits.map((value) => JSON.stringify(value)) },
    { weight: 5, arbitrary: spoiled(fits).map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: fc.constantFrom(undefined, '', '{', '[]', 'null', '\u0000', '['.repeat(100_000)) },
  );
}

/** A parameter is text: what looks like a number is one where a number is asked for. */
function wrongText({ name, schema }: Parameter, text: string, { document }: Context): string | undefined {
  const numeric = document.resolved(schema).type === 'integer' && text.trim() !== '' && !Number.isNaN(Number(text));
  const fault = document.wrongs(schema, numeric ? Number(text) : text);
  return fault === undefined ? undefined : `${name}: ${fault}`;
}

function wrongBody({ requestBody }: Described, body: string | undefined, { document }: Context): string | undefined {
  if (requestBody === undefined || isFile(requestBody.content)) return undefined;
  if (body === undefined || body.trim() === '') return requestBody.required ? 'no body' : undefined;
  try {
    return document.wrongs(jsonOf(requestBody.content), JSON.parse(body));
  } catch {
    return 'no JSON';
  }
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** Any bytes are a file; whether it is one of history is not the document's to say. */
const isFile = (content: Content): boolean => content['application/octet-stream'] !== undefined;

const files = [
  'artist,track,time\nOrvane Tull,Slow Harbour,1700000000\nOrvane Tull,,1700000300\n',
  '{"listened_at":1700000000,"track_metadata":{"artist_name":"Orvane Tull","track_name":"Slow Harbour"}}\n',
];

const jsonOf = (content: Content): Schema => (content['application/json'] as { schema: Schema }).schema;

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
