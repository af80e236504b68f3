import type { AnyResourceFilter, RelatedFilter, ResourceEventFilter } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import { all, type Condition, combine, never, not } from '../../filters/condition.ts';
import { anyOf, type Column } from '../../filters/criteria.ts';
import { readWords } from '../../filters/log-text.ts';
import { each, given } from './filter-lists.ts';
import { labelPatterns, likePattern } from './label-pattern.ts';
import type { EventSource, Sql } from './sources/event-source.ts';
import type { Span } from './span.ts';

const ofType = (expression: Sql, type: 'text' | 'uuid'): Column => ({ expression, type: sql.raw(type) });

const oneOf = (expression: Sql, values: readonly string[] | null): Condition | null =>
  anyOf(ofType(expression, 'text'), given(values));

const beginsWith = (expression: Sql, prefixes: readonly string[] | null): Condition | null => {
  const list = given(prefixes);
  return (
    list &&
    combine(
      'or',
      list.map((prefix) => sql<SqlBool>`starts_with(${expression}, ${prefix})`),
    )
  );
};

const labelOf = (resource: Sql, name: string): Sql => sql`(${resource}->>${name})`;

const labelsCondition = (resource: Sql, labels: AnyResourceFilter['labels']): Condition | null =>
  labels &&
  all(
    Object.entries(labels).map(([name, values]) => {
      const label = labelOf(resource, name);
      const alternatives = labelPatterns(values).map(({ negated, pattern }) => {
        const like = sql<SqlBool>`${label} like ${likePattern(pattern)}`;
        return negated ? not(like) : like;
      });
      return alternatives.length === 0 ? never : combine('or', alternatives);
    }),
  );

const idLabel = (resource: Sql): Sql => labelOf(resource, 'prefect.resource.id');
const roleLabel = (resource: Sql): Sql => labelOf(resource, 'prefect.resource.role');

const resourceCondition = (resource: Sql, { id, idPrefix, labels }: AnyResourceFilter): Condition =>
  all([
    oneOf(idLabel(resource), id),
    beginsWith(idLabel(resource), idPrefix),
    labelsCondition(resource, labels),
  ]);

const relatedCondition = (
  resource: Sql,
  { id, role, resourcesInRoles, labels }: RelatedFilter,
): Condition => {
  const inRoles = given(resourcesInRoles);
  return all([
    oneOf(idLabel(resource), id),
    oneOf(roleLabel(resource), role),
    inRoles &&
      combine(
        'or',
        inRoles.map(
          ([has, as]) => sql<SqlBool>`(${idLabel(resource)}, ${roleLabel(resource)}) = (${has}, ${as})`,
        ),
      ),
    labelsCondition(resource, labels),
  ]);
};

/** One of these resources meets it. */
const some = (resources: Sql, condition: (resource: Sql) => Condition): Condition =>
  sql`exists (select from jsonb_array_elements(${resources}) one where ${condition(sql`one`)})`;

const textCondition = (
  { event, resource, related, payload }: EventSource['columns'],
  query: string,
): Condition => {
  const values = (resources: Sql): Sql => sql`(
    select string_agg(label.value, ' ') from jsonb_array_elements(${resources}) one
    cross join jsonb_each_text(one) label)`;
  const text = sql`lower(concat_ws(' ', ${event}, ${values(sql`jsonb_build_array(${resource}) || ${related}`)}, ${payload}::text))`;
  const holds = (word: string): Condition => sql<SqlBool>`position(${word} in ${text}) > 0`;
  const { wanted, required, excluded } = readWords(query.toLowerCase());
  return all([
    wanted.length === 0 ? null : combine('or', wanted.map(holds)),
    ...required.map(holds),
    ...excluded.map((word) => not(holds(word))),
  ]);
};

/** Whether a source has events of the names that a filter asks for. */
export const mayTell = ({ prefixes }: EventSource, { event }: ResourceEventFilter): boolean => {
  if (prefixes === null) return true;
  const [names, beginnings] = [given(event?.name), given(event?.prefix)];
  return prefixes.some(
    (prefix) =>
      (names === null || names.some((name) => name.startsWith(prefix))) &&
      (beginnings === null || beginnings.some((one) => one.startsWith(prefix) || prefix.startsWith(one))),
  );
};

/** Of rows of a source: those whose events meet a filter, within a span of time. */
export const conditionOf = (
  source: EventSource,
  filter: ResourceEventFilter,
  { since, until }: Span,
): Condition => {
  if (!mayTell(source, filter)) return never;
  const { columns, id } = source;
  const { event: name, resource } = filter;
  const resourceIds = given(resource?.id);
  return all([
    source.told,
    source.within(since, until),
    sql<SqlBool>`${columns.occurred} between ${since}::timestamptz and ${until}::timestamptz`,
    anyOf(ofType(id, 'uuid'), given(filter.id?.id)),
    name &&
      all([
        oneOf(columns.event, name.name),
        beginsWith(columns.event, name.prefix),
        ...(name.excludeName ?? []).map((one) => sql<SqlBool>`${columns.event} <> ${one}`),
        ...(name.excludePrefix ?? []).map((one) => not(sql<SqlBool>`starts_with(${columns.event}, ${one})`)),
      ]),
    resourceIds && source.narrowed(resourceIds, 'resource'),
    resource &&
      all([
        oneOf(columns.resource_id, resource.id),
        beginsWith(columns.resource_id, resource.idPrefix),
        labelsCondition(columns.resource, resource.labels),
      ]),
    ...each(filter.related).map((one) => some(columns.related, (related) => relatedCondition(related, one))),
    ...each(filter.anyResource).flatMap((one) => {
      const ids = given(one.id);
      return [
        ids && source.narrowed(ids, 'anyone'),
        some(sql`jsonb_build_array(${columns.resource}) || ${columns.related}`, (any) =>
          resourceCondition(any, one),
        ),
      ];
    }),
    filter.text && textCondition(columns, filter.text.query),
  ]);
};
