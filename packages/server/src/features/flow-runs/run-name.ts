const qualities = [
  'agile amber ample azure bold brave bright brisk calm candid clear clever coral cosmic crisp daring deft eager',
  'early easy fair fleet fond frank fresh gentle glad golden grand happy hardy honest humble ivory jolly keen kind',
  'light lively lucid lucky mellow merry mild modest neat nimble noble olive opal patient placid plucky polite prime',
  'proud pure quick quiet rapid ready robust rosy royal sage serene sharp silver smart smooth solid spry stable steady',
  'still stout sunny super swift tidy true upbeat valiant vivid warm wise witty young zesty',
]
  .join(' ')
  .split(' ');

const bearers = [
  'acorn alder anchor apple aspen badger beacon beaver birch bison brook cedar chime cliff clover comet condor coral',
  'crane cricket dahlia delta dolphin dove eagle egret elm ember falcon fern finch fjord forest fox gale garnet gecko',
  'glacier grove gull harbor hare hawk hazel heron ibis iris island jasper jay juniper kestrel koala lagoon lark laurel',
  'lemur lily lynx magpie maple marlin marten meadow meteor moose nebula newt oak orca orchid osprey otter owl panda',
  'pebble pelican petrel pine plover poppy puffin quail quartz rabbit raven reef ridge river robin salmon seal sparrow',
  'spruce stork summit swan tern thistle tiger toucan tulip tundra valley walrus willow wren yak zebra',
]
  .join(' ')
  .split(' ');

const oneOf = (words: readonly string[]): string => words[Math.floor(Math.random() * words.length)] ?? '';

/** A name to call a run by, for people; not unique. */
export const runName = (): string => `${oneOf(qualities)}-${oneOf(bearers)}`;
