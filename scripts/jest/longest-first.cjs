const { default: Sequencer } = require('@jest/test-sequencer');

/** Whole trainings in processes of their own. */
const LONGEST = /[/\\]apps[/\\]trainer[/\\]src[/\\]worker[/\\]/;

/**
 * A fresh clone knows nothing of how long tests take, and Jest then begins with the largest files: one that trains
 * would begin last, and be waited for with nothing beside it.
 */
class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONGEST.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}

module.exports = LongestFirst;
