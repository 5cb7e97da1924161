from django.urls import path

from belisha.channels import feed_views, pause_views, views
from belisha.channels.accounts import views as account_views
from belisha.channels.enquiries import views as enquiry_views

app_name = "channels"
urlpatterns = [
    path("s/<slug:school>/posts/", views.posts, name="posts"),
    path("s/<slug:school>/posts/new/", views.new_post, name="new"),
    path("s/<slug:school>/posts/figures/", views.figures, name="figures"),
    path("s/<slug:school>/posts/of/<int:child>/", views.of_child, name="of_child"),
    path("s/<slug:school>/posts/enquiries/", enquiry_views.enquiries, name="enquiries"),
    path("s/<slug:school>/posts/enquiries/<int:enquiry>/", enquiry_views.enquiry, name="enquiry"),
    path("s/<slug:school>/posts/accounts/", account_views.accounts, name="accounts"),
    path("s/<slug:school>/posts/accounts/new/<slug:kind>/", account_views.connect, name="connect"),
    path("s/<slug:school>/posts/accounts/<int:account>/", account_views.account, name="account"),
    path("s/<slug:school>/posts/stop/", pause_views.pause, name="pause"),
    path("s/<slug:school>/posts/news.<slug:form>", feed_views.feed, name="feed"),
    path("s/<slug:school>/posts/<int:post>/picture.jpg", views.picture, name="picture"),
    path("s/<slug:school>/posts/<int:post>/", views.post_page, name="post"),
    path("s/<slug:school>/posts/<int:post>/change/", views.change, name="change"),
]
