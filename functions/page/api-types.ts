/** The page's client as TypeScript: every operation and schema of the OpenAPI document, written down by `npm run page`. */

type Schema = Readonly<Record<string, unknown>>;
type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema };
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};

/** The text of `client/home/api.ts`. */
export function apiTypes(document: Schema): string {
  const { paths, components } = document as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  // The order of the document's is that of modules as they were loaded.
  const named = Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  const schemas = named.map(([name, schema]) => `  ${name}: ${typeOf(schema)};`);
  const calls = operations.map(({ operation }) => callOf(operation));
  const routes = operations.map(
    ({ path, method, operation }) => `  ${operation.operationId}: ['${method}', '${path}'],`,
  );
  return [
    '/** Made from the OpenAPI document by `npm run page`: operations, what they take and what they give. Not edited by hand. */',
    'export interface Schemas {',
    ...schemas,
    '}\n',
    'export interface Calls {',
    ...calls,
    '}\n',
    '/** Method and path by operation. */',
    'export const calls = {',
    ...routes,
    '} as const satisfies Record<keyof Calls, readonly [string, string]>;\n',
  ].join('\n');
}

function callOf({ operationId, summary, parameters, requestBody, responses }: Operation): string {
  const params = parameters.map(
    ({ name, required, schema }) => `${keyOf(name)}${required === true ? '' : '?'}: ${typeOf(schema)}`,
  );
  const body = requestBody?.content['application/json']?.schema;
  const answers = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, { content }]) => answerOf(content));
  const parts = [
    `params: { ${params.join('; ')} }`,
    `body: ${body === undefined ? 'undefined' : typeOf(body)}`,
    `answer: ${[...new Set(answers)].join(' | ')}`,
  ];
  return `  /** ${summary} */\n  ${operationId}: { ${parts.join('; ')} };`;
}

function answerOf(content: Content | undefined): string {
  const schema = content?.['application/json']?.schema;
  if (schema !== undefined) return typeOf(schema);
  return content === undefined ? 'undefined' : 'string';
}

/** JSON Schema 2020-12, as far as our document uses it. Throws for what it does not know, rather than say `unknown`. */
export function typeOf(schema: Schema): string {
  const { $ref, enum: values, const: constant, anyOf, oneOf, allOf, type } = schema;
  if (typeof $ref === 'string') return `Schemas['${$ref.split('/').at(-1)}']`;
  if (Array.isArray(values)) return values.map((value) => literal(value)).join(' | ');
  if (constant !== undefined) return literal(constant);
  if (Array.isArray(anyOf)) return united(anyOf, ' | ');
  if (Array.isArray(oneOf)) return united(oneOf, ' | ');
  if (Array.isArray(allOf)) return united(allOf, ' & ');
  if (Array.isArray(type))
    return united(
      type.map((each) => ({ ...schema, type: each })),
      ' | ',
    );
  switch (type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return arrayOf(schema);
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case undefined:
      return 'unknown';
    default:
      throw new Error(`Cannot write a type for ${JSON.stringify(schema).slice(0, 200)}`);
  }
}

function objectOf({ properties, required, additionalProperties }: Schema): string {
  const known = Object.entries((properties ?? {}) as Readonly<Record<string, Schema>>);
  const needed = new Set((required ?? []) as readonly string[]);
  const fields = known.map(([name, each]) => `${keyOf(name)}${needed.has(name) ? '' : '?'}: ${typeOf(each)}`);
  if (known.length > 0) return `{ ${fields.join('; ')} }`;
  if (typeof additionalProperties !== 'object' || additionalProperties === null) return 'Record<string, unknown>';
  return `Record<string, ${typeOf(additionalProperties as Schema)}>`;
}

function arrayOf({ items, prefixItems }: Schema): string {
  if (Array.isArray(prefixItems)) return `[${prefixItems.map(typeOf).join(', ')}]`;
  return `Array<${typeOf((items ?? {}) as Schema)}>`;
}

const united = (schemas: readonly Schema[], by: string): string => [...new Set(schemas.map(typeOf))].join(by);
const literal = (value: unknown): string =>
  typeof value === 'string' && !/['\\\n]/.test(value) ? `'${value}'` : JSON.stringify(value);
const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);
