import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * Reads a schema back out of the validators that `@kubernetes-models` publishes: Ajv code, one function for each
 * subschema. A function names its constraints in the errors that it makes (`keyword`, `params`), and its subschemas by
 * the functions that it calls. The code is read, never run. Whatever is not understood is an error, so that a new
 * version of the package cannot lose a constraint in silence.
 *
 * The packages make every optional field nullable, which the CRDs do not: `null` is left out.
 */
export class ValidatorReader {
  #files = new Map();

  /** @param path of a module that exports `validate` */
  schemaOf(path) {
    return this.#file(path).schemaOf('validate');
  }

  #file(path) {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const file = new ValidatorFile(path, (imported) => this.schemaOf(imported));
    this.#files.set(path, file);
    return file;
  }
}

class ValidatorFile {
  #functions = new Map();
  #constants = new Map();
  #imports = new Map();
  #schemas = new Map();

  constructor(path, schemaOfModule) {
    this.path = path;
    this.schemaOfModule = schemaOfModule;
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) this.#read(statement);
  }

  #read(statement) {
    if (ts.isFunctionDeclaration(statement)) this.#functions.set(statement.name.text, statement);
    else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        this.#constants.set(name.text, initializer);
      }
    } else if (ts.isImportDeclaration(statement)) {
      for (const { name, propertyName } of statement.importClause.namedBindings?.elements ?? []) {
        if ((propertyName ?? name).text === 'validate') this.#imports.set(name.text, statement.moduleSpecifier.text);
      }
    }
  }

  schemaOf(name) {
    const known = this.#schemas.get(name);
    if (known !== undefined) return known;
    const constant = this.#constants.get(name);
    let schema;
    if (this.#imports.has(name)) schema = this.schemaOfModule(resolveModule(this.#imports.get(name), this.path));
    else if (constant !== undefined) schema = this.schemaOf(constant.text);
    else schema = this.#decode(this.#functions.get(name) ?? this.#fail(`no function ${name}`));
    this.#schemas.set(name, schema);
    return schema;
  }

  #decode(declaration) {
    const schema = {};
    const samePlace = [];
    const visit = (node) => {
      if (ts.isObjectLiteralExpression(node) && property(node, 'keyword')) this.#constraint(schema, node);
      else if (ts.isCallExpression(node) && this.#isValidator(node.expression)) {
        this.#subschema(schema, samePlace, node);
      }
      ts.forEachChild(node, visit);
    };
    visit(declaration.body);
    return joined(schema, samePlace, (message) => this.#fail(message));
  }

  #isValidator = (expression) => ts.isIdentifier(expression) && /^validate\d+$/.test(expression.text);

  /** One error object: `{ keyword: 'maxLength', params: { limit: 63 }, … }`. */
  #constraint(schema, error) {
    const keyword = property(error, 'keyword').text;
    const params = property(error, 'params');
    const limit = () => this.#value(property(params, 'limit'));
    switch (keyword) {
      case 'type':
        schema.type = property(params, 'type').text;
        return;
      case 'enum':
        schema.enum = this.#value(property(params, 'allowedValues'));
        return;
      case 'required':
        (schema.required ??= []).push(property(params, 'missingProperty').text);
        return;
      case 'format':
      case 'pattern':
        schema[keyword] = this.#value(property(params, keyword));
        return;
      case 'anyOf':
      case 'oneOf':
      case 'not':
        if (schema.combination && schema.combination !== keyword) this.#fail(`${keyword} and ${schema.combination}`);
        schema.combination = keyword;
        return;
      case 'maxLength':
      case 'minLength':
      case 'maxItems':
      case 'minItems':
      case 'maxProperties':
      case 'minProperties':
      case 'maximum':
      case 'minimum':
        schema[keyword] = limit();
        return;
      default:
        this.#fail(`unknown keyword ${keyword}`);
    }
  }

  /** A call `validate7(data.name, …)`: what stands in the argument says of which part the function is the schema. */
  #subschema(schema, samePlace, { expression, arguments: [value] }) {
    const name = expression.text;
    if (ts.isIdentifier(value)) samePlace.push(this.schemaOf(name));
    else if (ts.isPropertyAccessExpression(value)) (schema.properties ??= {})[value.name.text] = this.schemaOf(name);
    else if (!ts.isElementAccessExpression(value)) this.#fail(`unknown argument ${value.getText()}`);
    else if (ts.isStringLiteral(value.argumentExpression)) {
      (schema.properties ??= {})[value.argumentExpression.text] = this.schemaOf(name);
    } else if (/^i\d+$/.test(value.argumentExpression.text)) schema.items = this.schemaOf(name);
    else if (/^key\d+$/.test(value.argumentExpression.text)) schema.additionalProperties = this.schemaOf(name);
    else this.#fail(`unknown argument ${value.getText()}`);
  }

  #value(node) {
    if (ts.isIdentifier(node)) return this.#value(this.#constants.get(node.text) ?? this.#fail(`no ${node.text}`));
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isPrefixUnaryExpression(node)) return -this.#value(node.operand);
    if (ts.isArrayLiteralExpression(node)) return node.elements.map((element) => this.#value(element));
    if (ts.isStringLiteralLike(node)) return node.text;
    return this.#fail(`unknown value ${node.getText()}`);
  }

  #fail(message) {
    throw new Error(`${this.path}: ${message}; mend tools/schemas/decode-validator.mjs.`);
  }
}

/** Schemas of the same place are the members of the function's one combination, else `$ref`s to be merged. */
function joined({ combination, ...schema }, samePlace, fail) {
  if (combination === undefined) return samePlace.reduce((all, part) => merge(all, part, fail), schema);
  if (samePlace.length === 0) fail(`${combination} without members`);
  return { ...schema, [combination]: combination === 'not' ? samePlace[0] : samePlace };
}

/** Embedded structs of Go share a place: their fields are put together. */
function merge(schema, part, fail) {
  const merged = { ...schema };
  for (const [keyword, value] of Object.entries(part)) {
    const own = merged[keyword];
    if (own === undefined || JSON.stringify(own) === JSON.stringify(value)) merged[keyword] = value;
    else if (keyword === 'properties') merged.properties = { ...own, ...value };
    else if (keyword === 'required') merged.required = [...new Set([...own, ...value])];
    else if (COMBINATIONS.has(keyword)) (merged.allOf ??= []).push({ [keyword]: value });
    else fail(`two values of ${keyword}`);
  }
  return merged;
}

const COMBINATIONS = new Set(['allOf', 'anyOf', 'oneOf', 'not']);

function property(object, name) {
  return object.properties.find((member) => member.name?.text === name)?.initializer;
}

/** The packages export these files to `import` only, so they are looked up by hand. */
function resolveModule(specifier, from) {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  const file = specifier.endsWith('.js') ? specifier : `${specifier}.js`;
  for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'node_modules', file);
    if (existsSync(path)) return path;
  }
  throw new Error(`${from}: ${specifier} is not installed.`);
}
