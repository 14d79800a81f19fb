/** The served OpenAPI document as a reader of it has it: operations with their parameters, and judges of what fits. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export type Schema = { readonly [keyword: string]: any };
export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: Schema;
  readonly example?: unknown;
};
type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;

export type Described = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content; readonly headers?: object }>>;
};

export type Document = {
  readonly operations: readonly Described[];
  /** Follows a reference within the document. */
  readonly resolved: (schema: Schema) => Schema;
  /** What is wrong with what was answered; nothing when it fits. */
  readonly faults: Judge;
  /** What is wrong with what is sent. URLs may be as people type them. */
  readonly wrongs: Judge;
};

type Judge = (schema: Schema, value: unknown) => string | undefined;

export function readDocument(document: any): Document {
  const operations = Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods).map(([method, { operationId, ...rest }]) => ({
      ...rest,
      id: operationId,
      method: method.toUpperCase(),
      path,
    })),
  );
  return {
    operations,
    resolved: (schema) =>
      schema.$ref === undefined
        ? schema
        : schema.$ref
            .split('/')
            .slice(1)
            .reduce((node: any, part: string) => node[part], document),
    faults: judgeBy(document, {}),
    wrongs: judgeBy(document, { uri: (text: string) => URL.canParse(text) }),
  };
}

function judgeBy({ components }: any, formats: Record<string, (text: string) => boolean>): Judge {
  // Strict: an unknown keyword or format is a mistake of the document.
  const ajv = addFormats.default(new Ajv2020({ strict: true, strictTypes: false }));
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate);
  ajv.addKeyword('components');
  ajv.addSchema({ $id: 'https://segue.test/openapi', components });
  const known = new Map<Schema, ValidateFunction>();
  return (schema, value) => {
    const validate = known.get(schema) ?? ajv.compile(absolute(schema));
    known.set(schema, validate);
    return validate(value) ? undefined : ajv.errorsText(validate.errors);
  };
}

/** References of a part of the document, from outside of it. */
function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' ? `https://segue.test/openapi${value}` : value,
  );
}
