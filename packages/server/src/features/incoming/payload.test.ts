/** Bodies as tools send them to Slack and to Mattermost. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBody } from './payload.ts';
import type { Said } from './payload.ts';
import { PostRefusal } from './refusal.ts';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

function read(payload: unknown): Said {
  return readBody(Buffer.from(JSON.stringify(payload)), JSON_TYPE);
}

function refused(body: string | Buffer, type = JSON_TYPE): string {
  try {
    readBody(Buffer.from(body), type);
  } catch (error) {
    assert.ok(error instanceof PostRefusal);
    return error.code;
  }
  return 'ok';
}

describe('payloads of tools', () => {
  it('of Alertmanager', () => {
    const { text, name, emoji } = read({
      channel: '#alerts',
      username: 'Alertmanager',
      icon_emoji: ':fire:',
      attachments: [
        {
          title: '[FIRING:1] HighLatency (api prod)',
          title_link: 'https://alerts.example/#/alerts?receiver=slack',
          text: '*Alert:* p99 above 1 s - `critical`\n*Runbook:* <https://wiki.example/p99|:notebook: read>',
          fallback: '[FIRING:1] HighLatency | https://alerts.example',
          fields: [
            { title: 'Severity', value: 'critical', short: true },
            { title: 'Since', value: '12:30', short: true },
          ],
          mrkdwn_in: ['fallback', 'pretext', 'text'],
          color: 'danger',
          footer: '',
        },
      ],
    });
    assert.equal(
      text,
      [
        String.raw`🔴 **[\[FIRING:1\] HighLatency (api prod)](https://alerts.example/#/alerts?receiver=slack)**`,
        '**Alert:** p99 above 1 s - `critical`',
        '**Runbook:** [📓 read](https://wiki.example/p99)',
        '**Severity**: critical',
        '**Since**: 12:30',
      ].join('\n'),
    );
    assert.deepEqual([name, emoji], ['Alertmanager', '🔥']);
  });

  it('of Grafana', () => {
    const { text, avatarUrl } = read({
      username: 'Grafana',
      icon_url: 'https://grafana.com/static/assets/img/fav32.png',
      attachments: [
        {
          color: '#D63232',
          title: '[FIRING:1] Disk (node-3)',
          title_link: 'https://grafana.example/alerting/list',
          text: '**Firing**\n\nValue: A=93.2\nLabels:\n - alertname = Disk\nSource: https://grafana.example/d/1\n',
          fallback: '[FIRING:1] Disk (node-3)',
          footer: 'Grafana v11.2.0',
          footer_icon: 'https://grafana.com/static/assets/img/fav32.png',
          image_url: 'https://grafana.example/render/1.png',
          ts: 1_795_974_847,
        },
      ],
    });
    assert.equal(
      text,
      [
        String.raw`**[\[FIRING:1\] Disk (node-3)](https://grafana.example/alerting/list)**`,
        '**Firing**\n\nValue: A=93.2\nLabels:\n - alertname = Disk\nSource: https://grafana.example/d/1',
        'https://grafana.example/render/1.png',
        'Grafana v11.2.0',
      ].join('\n'),
    );
    assert.equal(avatarUrl, 'https://grafana.com/static/assets/img/fav32.png');
  });

  it("of GitHub's action for Slack, with blocks", () => {
    const { text } = read({
      text: 'Deploy of api: success',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Deploy of snake_case' } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '*ann* pushed <https://git.example/c/1|`a1b2c3`> &amp; more' },
          fields: [{ type: 'mrkdwn', text: '*Branch*\nmain' }],
          accessory: {
            type: 'button',
            text: { type: 'plain_text', text: 'Open' },
            url: 'https://git.example/1',
          },
        },
        { type: 'divider' },
        {
          type: 'context',
          elements: [
            { type: 'image', image_url: 'https://git.example/a.png', alt_text: 'ann' },
            { type: 'mrkdwn', text: ':rocket: by CI' },
          ],
        },
        { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'No URL' } }] },
      ],
    });
    assert.equal(
      text,
      [
        String.raw`**Deploy of snake\_case**`,
        '**ann** pushed [`a1b2c3`](https://git.example/c/1) & more\n**Branch**\nmain\n[Open](https://git.example/1)',
        '[ann](https://git.example/a.png) · 🚀 by CI',
      ].join('\n\n'),
    );
  });

  it('of rich text', () => {
    const section = (...elements: readonly object[]) => ({ type: 'rich_text_section', elements });
    const { text } = read({
      blocks: [
        {
          type: 'rich_text',
          elements: [
            section(
              { type: 'text', text: 'so ' },
              { type: 'text', text: 'bold ', style: { bold: true } },
              { type: 'link', url: 'https://a.example', text: 'there' },
              { type: 'emoji', name: 'tada' },
              { type: 'broadcast', range: 'here' },
            ),
            {
              type: 'rich_text_list',
              style: 'ordered',
              elements: [section({ type: 'text', text: 'one' }), section({ type: 'text', text: 'two' })],
            },
            { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a_b *c*' }] },
          ],
        },
      ],
    });
    assert.equal(
      text,
      'so **bold** [there](https://a.example)🎉@here\n1. one\n2. two\n> said\n```\na_b *c*\n```',
    );
  });

  it("of Mattermost's tools, as Markdown", () => {
    const { text } = read({
      text: '#### Tests\n| a | b |\n[log](https://ci.example/1) **bold** @channel ~~gone~~',
      icon_emoji: 'mostly_harmless',
      props: { card: 'more' },
    });
    assert.equal(text, '#### Tests\n| a | b |\n[log](https://ci.example/1) **bold** @channel ~~gone~~');
  });
});

describe('a body', () => {
  it('is JSON, a form with JSON, or JSON that is called a form', () => {
    const json = '{"text":"a & b = c + d"}';
    const form = new URLSearchParams({ payload: json }).toString();
    for (const [body, type] of [
      [json, JSON_TYPE],
      [json, ''],
      [json, FORM_TYPE],
      [form, `${FORM_TYPE}; charset=utf-8`],
    ] as const)
      assert.equal(readBody(Buffer.from(body), type).text, 'a & b = c + d');
  });

  it('is refused in words that tools know', () => {
    assert.equal(refused(''), 'invalid_payload');
    assert.equal(refused('{"text":'), 'invalid_payload');
    assert.equal(refused('["text"]'), 'invalid_payload');
    assert.equal(refused('text=hello', FORM_TYPE), 'invalid_payload');
    assert.equal(refused(Buffer.from([0x7b, 0xff, 0x7d])), 'invalid_payload');
    assert.equal(refused(`{"blocks":${'['.repeat(100)}${']'.repeat(100)}}`), 'invalid_payload');
    assert.equal(refused('{}'), 'no_text');
    assert.equal(refused('{"text":"  ","attachments":[{"color":"good"}],"blocks":7}'), 'no_text');
    assert.equal(refused(JSON.stringify({ blocks: Array(51).fill({ type: 'divider' }) })), 'too_many_blocks');
    assert.equal(refused(JSON.stringify({ attachments: Array(101).fill({}) })), 'too_many_attachments');
  });

  it('is cut where it is longer than a message, between characters', () => {
    const { text } = read({ text: '界'.repeat(30_000) });
    assert.ok(Buffer.byteLength(text) <= 65_536);
    assert.match(text, /^界+\n…$/);
  });

  it('takes time in proportion to its length, whatever it says', () => {
    for (const part of ['*a', '<', '`', '<a|', '~a', '```', ':a', '<http://a|', '&lt;', '[('])
      read({ text: part.repeat(100_000 / part.length) });
  });
});
