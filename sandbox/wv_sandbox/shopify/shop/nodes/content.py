"""What the shop writes: `Blog`, `Article`, `Comment`, `Page`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.series import Item, Series, count_of
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.shopify.shop.view import View

BLOGS: Final = Series("Blog", 2, touch_days=90)
ARTICLES: Final = Series("Article", 48, every_days=21)
COMMENTS: Final = Series("Comment", 96, every_days=11, touch_days=400)
PAGES: Final = Series("Page", 6)
_BLOG_TITLES: Final = ("Weather news", "Field notes")
_PAGE_TITLES: Final = ("About", "Contact", "Shipping", "Returns", "Imprint", "Jobs")
_SUBJECTS: Final = ("Rain", "Heat", "Frost", "Wind")
_DRAFT_EVERY: Final = 8


def _created(series: Series) -> Callable[[Item], str]:
    return lambda item: stamp(series.created(item.row))


def _updated(series: Series) -> Callable[[Item], str]:
    return lambda item: stamp(series.updated(item.row, item.view.now))


def _of_blog(item: Item) -> list[int]:
    rows = ARTICLES.rows(item.view.now).tolist()
    return [row for row in rows if row % len(_BLOG_TITLES) == item.row]


BLOG: Final = named(
    "Blog",
    {
        "id": lambda i: gid("Blog", i.row),
        "articles": lambda i: [article(i.view, row) for row in _of_blog(i)],
        "articlesCount": lambda i: count_of(len(_of_blog(i))),
        "commentPolicy": lambda _: "MODERATED",
        "createdAt": _created(BLOGS),
        "feed": lambda _: None,
        "handle": lambda i: _BLOG_TITLES[i.row].lower().replace(" ", "-"),
        "metafields": lambda _: [],
        "tags": lambda _: ["weather"],
        "templateSuffix": lambda _: None,
        "title": lambda i: _BLOG_TITLES[i.row],
        "updatedAt": _updated(BLOGS),
    },
)


def _subject(item: Item) -> str:
    return _SUBJECTS[item.row % len(_SUBJECTS)]


def _published(item: Item) -> bool:
    return item.row % _DRAFT_EVERY != _DRAFT_EVERY - 1


def _published_at(series: Series) -> Callable[[Item], str | None]:
    return lambda item: stamp_or_none(
        series.created(item.row) if _published(item) else 0
    )


def _of_article(item: Item) -> list[int]:
    rows = COMMENTS.rows(item.view.now).tolist()
    return [row for row in rows if row // 2 == item.row]


ARTICLE: Final = named(
    "Article",
    {
        "id": lambda i: gid("Article", i.row),
        "author": lambda _: {"__typename": "ArticleAuthor", "name": "Wanda Vane"},
        "blog": lambda i: blog(i.view, i.row % len(_BLOG_TITLES)),
        "body": lambda i: f"<p>{_subject(i)} and what to wear.</p>",
        "comments": lambda i: [comment(i.view, row) for row in _of_article(i)],
        "commentsCount": lambda i: count_of(len(_of_article(i))),
        "createdAt": _created(ARTICLES),
        "handle": lambda i: f"{_subject(i).lower()}-{i.row}",
        "image": lambda _: None,
        "isPublished": _published,
        "metafields": lambda _: [],
        "publishedAt": _published_at(ARTICLES),
        "summary": lambda _: None,
        "tags": lambda i: [_subject(i).lower()],
        "templateSuffix": lambda _: None,
        "title": lambda i: f"{_subject(i)}, part {1 + i.row // len(_SUBJECTS)}",
        "updatedAt": _updated(ARTICLES),
    },
)


def _author(item: Item) -> dict[str, Any]:
    return {
        "__typename": "CommentAuthor",
        "email": f"reader{item.row}@example.com",
        "name": f"Reader {item.row}",
    }


COMMENT: Final = named(
    "Comment",
    {
        "id": lambda i: gid("Comment", i.row),
        "article": lambda i: article(i.view, i.row // 2),
        "author": _author,
        "body": lambda _: "Well said.",
        "bodyHtml": lambda _: "<p>Well said.</p>",
        "createdAt": _created(COMMENTS),
        "ip": lambda i: f"198.51.100.{i.row % 254 + 1}",
        "isPublished": _published,
        "publishedAt": _published_at(COMMENTS),
        "status": lambda i: "PUBLISHED" if _published(i) else "PENDING",
        "updatedAt": _updated(COMMENTS),
        "userAgent": lambda _: None,
    },
)
PAGE: Final = named(
    "Page",
    {
        "id": lambda i: gid("Page", i.row),
        "body": lambda i: f"<h1>{_PAGE_TITLES[i.row]}</h1>",
        "bodySummary": lambda i: _PAGE_TITLES[i.row],
        "createdAt": _created(PAGES),
        "handle": lambda i: _PAGE_TITLES[i.row].lower(),
        "isPublished": _published,
        "metafields": lambda _: [],
        "publishedAt": _published_at(PAGES),
        "templateSuffix": lambda _: None,
        "title": lambda i: _PAGE_TITLES[i.row],
        "updatedAt": _updated(PAGES),
    },
)


def blog(view: View, row: int) -> Node[Item]:
    """Make the object of a blog."""
    return Node(BLOG, Item(view, row))


def article(view: View, row: int) -> Node[Item]:
    """Make the object of an article."""
    return Node(ARTICLE, Item(view, row))


def comment(view: View, row: int) -> Node[Item]:
    """Make the object of a comment."""
    return Node(COMMENT, Item(view, row))


def page(view: View, row: int) -> Node[Item]:
    """Make the object of a page."""
    return Node(PAGE, Item(view, row))
