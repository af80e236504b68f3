import {
  type AnyResourceFilter,
  type RelatedFilter,
  type Resource,
  type ResourceEvent,
  type ResourceEventFilter,
  resourceIdLabel,
  resourceRoleLabel,
} from '@carillon/core';
import { readWords } from '../../filters/log-text.ts';
import { each, given } from './filter-lists.ts';
import { labelPatterns, matchesPattern } from './label-pattern.ts';

type Test<T> = (value: T) => boolean;

const every = <T>(tests: readonly (Test<T> | null)[]): Test<T> => {
  const asked = tests.filter((test) => test !== null);
  return (value) => asked.every((test) => test(value));
};

const label =
  (name: string) =>
  (resource: Resource): string =>
    Object.hasOwn(resource, name) ? (resource[name] ?? '') : '';
const idOf = label(resourceIdLabel);
const roleOf = label(resourceRoleLabel);

const oneOf = (values: readonly string[] | null): Test<string> | null => {
  const list = given(values);
  return list && ((value) => list.includes(value));
};

const beginsWith = (prefixes: readonly string[] | null): Test<string> | null => {
  const list = given(prefixes);
  return list && ((value) => list.some((prefix) => value.startsWith(prefix)));
};

const not = <T>(test: Test<T> | null): Test<T> | null => test && ((value) => !test(value));
const on = <T, U>(read: (value: T) => U, test: Test<U> | null): Test<T> | null =>
  test && ((value) => test(read(value)));

const labelsTest = (labels: AnyResourceFilter['labels']): Test<Resource> | null => {
  if (labels === null) return null;
  const wanted = Object.entries(labels).map(([name, values]) => ({ name, patterns: labelPatterns(values) }));
  return (resource) =>
    wanted.every(({ name, patterns }) => {
      if (!Object.hasOwn(resource, name)) return false;
      const value = resource[name] ?? '';
      return patterns.some(({ negated, pattern }) => matchesPattern(pattern, value) !== negated);
    });
};

const relatedTest = ({ id, role, resourcesInRoles, labels }: RelatedFilter): Test<Resource> => {
  const inRoles = given(resourcesInRoles);
  return every([
    on(idOf, oneOf(id)),
    on(roleOf, oneOf(role)),
    inRoles && ((one: Resource) => inRoles.some(([has, as]) => has === idOf(one) && as === roleOf(one))),
    labelsTest(labels),
  ]);
};

const resourceTest = ({ id, idPrefix, labels }: AnyResourceFilter): Test<Resource> =>
  every([on(idOf, oneOf(id)), on(idOf, beginsWith(idPrefix)), labelsTest(labels)]);

/** What a search looks through. */
const textOf = ({ event, resource, related, payload }: ResourceEvent): string =>
  [event, ...[resource, ...related].flatMap(Object.values), JSON.stringify(payload)].join(' ').toLowerCase();

const textTest = (query: string): Test<ResourceEvent> => {
  const { wanted, required, excluded } = readWords(query.toLowerCase());
  return (event) => {
    const text = textOf(event);
    const holds = (word: string): boolean => text.includes(word);
    return (wanted.length === 0 || wanted.some(holds)) && required.every(holds) && !excluded.some(holds);
  };
};

/** Whether an event meets a filter, as `conditionOf` has it for the database; what is asked of order is not looked at. */
export const matcherOf = (filter: ResourceEventFilter): Test<ResourceEvent> => {
  const { occurred, event: name, resource, id, text } = filter;
  const { since, until } = occurred;
  const ids = given(id?.id);
  return every<ResourceEvent>([
    since === undefined ? null : (event) => event.occurred >= since,
    until === undefined ? null : (event) => event.occurred <= until,
    ids && ((event) => ids.includes(event.id)),
    name &&
      on(
        (event) => event.event,
        every([
          beginsWith(name.prefix),
          not(beginsWith(name.excludePrefix)),
          oneOf(name.name),
          not(oneOf(name.excludeName)),
        ]),
      ),
    resource && on((event) => event.resource, resourceTest(resource)),
    ...each(filter.related).map((one) => {
      const test = relatedTest(one);
      return (event: ResourceEvent) => event.related.some(test);
    }),
    ...each(filter.anyResource).map((one) => {
      const test = resourceTest(one);
      return (event: ResourceEvent) => [event.resource, ...event.related].some(test);
    }),
    text && textTest(text.query),
  ]);
};
